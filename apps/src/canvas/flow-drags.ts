import { useRef } from 'react';
import { useReactFlow } from '@xyflow/react';
import { useSteady } from '../kit/steady.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasNode, FlowEvents } from './flow-items.js';
import { kindOf, type Place } from './places.js';

/** Drags of cards, notes and frames: the document is told where they lie when the button goes up. Steady functions. */
export function useDragHandlers(
  model: CanvasModel,
  nodes: readonly CanvasNode[],
): FlowEvents<'onNodeDragStart' | 'onNodeDrag' | 'onNodeDragStop'> {
  const flow = useReactFlow();
  const grabbed = useRef<ReadonlyMap<string, Place>>(new Map());
  /** Where the steps of a frame lie when the frame is here. */
  const takenAlong = (dragged: CanvasNode): readonly (readonly [string, Place])[] => {
    const start = grabbed.current.get(dragged.id);
    if (!start || kindOf(dragged.id) !== 'group' || dragged.type !== 'group') return [];
    const by = [dragged.position.x - start[0], dragged.position.y - start[1]] as const;
    return dragged.data.group.nodes.flatMap(name => {
      const [x, y] = grabbed.current.get(name) ?? [];
      return x === undefined || y === undefined ? [] : [[name, [x + by[0], y + by[1]] as const] as const];
    });
  };
  return {
    onNodeDragStart: useSteady(() => {
      grabbed.current = new Map(nodes.map(({ id, position: { x, y } }) => [id, [x, y] as const]));
    }),
    onNodeDrag: useSteady((_, dragged) => {
      for (const [name, [x, y]] of takenAlong(dragged)) flow.updateNode(name, { position: { x, y } });
    }),
    onNodeDragStop: useSteady((_, dragged, moved) => {
      const members = takenAlong(dragged);
      if (members.length > 0) model.move(Object.fromEntries(members));
      const places = moved
        .filter(({ id }) => kindOf(id) !== 'group')
        .map(({ id, position: { x, y } }) => [id, [x, y] as const] as const);
      if (places.length > 0) model.move(Object.fromEntries(places));
    }),
  };
}
