import { useEffect, useRef, type RefObject } from 'react';
import { useReactFlow } from '@xyflow/react';
import type { CanvasNode } from './flow-items.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const marginPx = 30;

/** By how much the picture has to go for a box to be seen whole, in pixels of the screen; its upper left corner where it is too large. */
export function shiftIntoSight(box: Box, room: { readonly width: number; readonly height: number }): [number, number] {
  const along = (start: number, size: number, whole: number): number => {
    const before = Math.min(0, whole - marginPx - (start + size));
    return start + before < marginPx ? marginPx - start : before;
  };
  const isSeen = (start: number, size: number, whole: number): boolean => start >= 0 && start + size <= whole;
  return [
    isSeen(box.x, box.width, room.width) ? 0 : along(box.x, box.width, room.width),
    isSeen(box.y, box.height, room.height) ? 0 : along(box.y, box.height, room.height),
  ];
}

/** Brings cards that have just been added into sight, once they are measured: a port behind a panel could not be reached. */
export function useNewInSight(
  nodes: readonly CanvasNode[],
  wanted: readonly CanvasNode[],
  host: RefObject<HTMLElement>,
): void {
  const flow = useReactFlow();
  const known = useRef<ReadonlySet<string>>(new Set());
  const waiting = useRef<readonly string[]>([]);
  useEffect(() => {
    const added = wanted.filter(({ id, selected }) => selected && !known.current.has(id)).map(({ id }) => id);
    known.current = new Set(wanted.map(({ id }) => id));
    if (added.length > 0) waiting.current = added;
  }, [wanted]);
  useEffect(() => {
    if (waiting.current.length === 0) return;
    const measured = new Set(nodes.flatMap(node => (node.measured?.width === undefined ? [] : [node.id])));
    const room = host.current?.getBoundingClientRect();
    if (!room || !waiting.current.every(id => measured.has(id))) return;
    const { x, y, width, height } = flow.getNodesBounds([...waiting.current]);
    waiting.current = [];
    const { x: left, y: top, zoom } = flow.getViewport();
    const box = { x: x * zoom + left, y: y * zoom + top, width: width * zoom, height: height * zoom };
    const [right, down] = shiftIntoSight(box, room);
    if (right !== 0 || down !== 0) void flow.setViewport({ x: left + right, y: top + down, zoom }, { duration: 150 });
  }, [nodes, flow, host]);
}
