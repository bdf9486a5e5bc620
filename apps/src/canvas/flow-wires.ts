import type { HTMLAttributes, RefObject } from 'react';
import { useReactFlow, type Connection, type Edge } from '@xyflow/react';
import { refusal } from '@daisy-lab/core';
import { useSteady } from '../kit/steady.js';
import type { CanvasModel } from './canvas-model.js';
import type { DrawnView } from './canvas-view.js';
import type { FlowEvents } from './flow-items.js';
import { wireId } from './places.js';
import type { Pulled } from './pulled-menu.js';
import type { HoveredWire } from './wire-tip.js';

interface WireEvents {
  readonly model: CanvasModel;
  readonly view: DrawnView;
  readonly host: RefObject<HTMLElement>;
  onPulled(pulled: Pulled | null): void;
  onHovered(wire: HoveredWire | null): void;
}

type WireHandlers = Pick<HTMLAttributes<HTMLElement>, 'onDoubleClick'> &
  FlowEvents<
    | 'onConnect'
    | 'onConnectEnd'
    | 'isValidConnection'
    | 'onEdgesChange'
    | 'onEdgeDoubleClick'
    | 'onEdgeMouseEnter'
    | 'onEdgeMouseLeave'
    | 'onPaneClick'
  >;

/** What the mouse does to wires, and to the canvas behind them. Steady functions: a drag would draw every wire again otherwise. */
export function useWireHandlers({ model, view, host, onPulled, onHovered }: WireEvents): WireHandlers {
  const flow = useReactFlow();
  const screenPlace = (clientX: number, clientY: number): Pulled['screen'] => {
    const box = host.current!.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const fits = ({ source, sourceHandle, target, targetHandle }: Connection | Edge): boolean => {
    const from = model.typeOf({ item: source, port: sourceHandle ?? '' });
    const to = model.takenAt({ item: target, port: targetHandle ?? '' });
    return !from || !to || refusal(from, to) === null || source === target;
  };
  return {
    onConnect: useSteady(({ source, sourceHandle, target, targetHandle }) =>
      model.connect({ item: source, port: sourceHandle ?? '' }, { item: target, port: targetHandle ?? '' }),
    ),
    /** A wire that was pulled into the void: a list offers what fits there. */
    onConnectEnd: useSteady((event, state) => {
      if (state.isValid || state.toNode || !state.fromHandle || view.readOnly) return;
      const end = { item: state.fromHandle.nodeId, port: state.fromHandle.id ?? '' };
      const { clientX, clientY } = 'changedTouches' in event ? event.changedTouches[0]! : event;
      onPulled({
        ...(state.fromHandle.type === 'source' ? { from: end } : { to: end }),
        at: flow.screenToFlowPosition({ x: clientX, y: clientY }),
        screen: screenPlace(clientX, clientY),
      });
    }),
    /** A wire that does not fit may be dropped: the refusal says why. */
    isValidConnection: useSteady(connection => {
      host.current?.classList.toggle('daisy-mod-unfit', !fits(connection));
      return true;
    }),
    onEdgesChange: useSteady(changes => {
      const chosen = changes.flatMap(change =>
        change.type === 'select' && change.selected ? [wireId(change.id)] : [],
      );
      if (chosen.length > 0) model.select(chosen);
    }),
    onEdgeDoubleClick: useSteady((_, { target, targetHandle }) =>
      model.disconnect({ to: { item: target, port: targetHandle ?? '' } }),
    ),
    onEdgeMouseEnter: useSteady(({ clientX, clientY }, edge) =>
      onHovered({ edge, screen: screenPlace(clientX, clientY) }),
    ),
    onEdgeMouseLeave: useSteady(() => onHovered(null)),
    onPaneClick: useSteady(() => model.select([])),
    onDoubleClick: useSteady(({ target, clientX, clientY }) => {
      if (view.readOnly || !(target as Element).classList.contains('react-flow__pane')) return;
      const at = flow.screenToFlowPosition({ x: clientX, y: clientY });
      onPulled({ at, screen: screenPlace(clientX, clientY) });
    }),
  };
}
