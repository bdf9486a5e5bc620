import type { JSX } from 'react';
import type { Edge } from '@xyflow/react';
import { nameOf } from '@daisy-lab/core';
import type { CanvasModel } from './canvas-model.js';
import { unitOf } from './contract-details.js';

/** A wire under the pointer. */
export interface HoveredWire {
  readonly edge: Edge;
  readonly screen: { readonly x: number; readonly y: number };
}

/** What flows along the wire under the pointer: its ends, its type, its unit. */
export function WireTip({
  model,
  wire: { edge, screen },
}: {
  readonly model: CanvasModel;
  readonly wire: HoveredWire;
}): JSX.Element {
  const type = model.typeOf({ item: edge.source, port: edge.sourceHandle ?? '' });
  const end = (item: string, port: string | null | undefined): string =>
    item.replace(/^(input|output):/, '') + (port && port !== 'value' ? `.${port.replace(/^param:/, '')}` : '');
  return (
    <div className="daisy-Canvas-tip" style={{ left: screen.x + 12, top: screen.y + 12 }} data-testid="canvas-wire-tip">
      <div>{`${end(edge.source, edge.sourceHandle)} → ${end(edge.target, edge.targetHandle)}`}</div>
      {type && <div>{nameOf(type) + unitOf(type)}</div>}
    </div>
  );
}
