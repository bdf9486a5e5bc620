import { memo, type JSX } from 'react';
import { BaseEdge, getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import type { LiveCards } from './live-cards.js';
import { useLive } from './live-hooks.js';

export type WireEdge = Edge<{ readonly live: LiveCards }, 'wire'>;

/** A wire; it moves while the step that it leads to runs. */
export const LiveWire = memo(function LiveWire({ id, target, data, ...ends }: EdgeProps<WireEdge>): JSX.Element {
  const isRunning = useLive(data!.live, target, ({ record }) => record?.state === 'running');
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = ends;
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return <BaseEdge id={id} path={path} className={isRunning ? 'daisy-mod-live' : ''} />;
});
