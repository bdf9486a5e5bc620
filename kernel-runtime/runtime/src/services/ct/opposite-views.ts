import { DaisyError } from '@daisy-lab/core';
import type { FrameSource } from '../viewer/frame-source.js';
import type { OpenedScan } from './opened-scan.js';

/** The first projection, and the one from the other side. */
export interface OppositeViews {
  readonly first: number;
  readonly second: number;
}

/**
 * The projection that looks at the sample from the other side of the first one, within a step of the scan.
 * @throws DaisyError `Input` for a scan that goes round less than half a turn
 */
export function oppositeViews(anglesRad: ArrayLike<number>): OppositeViews {
  const angles = Array.from(anglesRad);
  const start = angles[0] ?? 0;
  const off = (angle: number): number => Math.abs(Math.abs(angle - start) - Math.PI);
  const second = angles.reduce((best, angle, at) => (off(angle) < off(angles[best]!) ? at : best), 0);
  const stepRad = angles.length > 1 ? Math.abs(angles.at(-1)! - start) / (angles.length - 1) : 0;
  if (second > 0 && off(angles[second]!) <= 1.5 * stepRad) return { first: 0, second };
  throw new DaisyError('Input', {
    message: 'No projection of this scan looks at the sample from the opposite side of the first one.',
    action: 'Compare slices at several axes instead: press Sweep.',
  });
}

/**
 * The opposite projection, mirrored at the axis, minus the first one: nothing is left of the sample where the axis is right. Line
 * integrals, [row][column]; NaN where the mirror lies beside the detector.
 */
export function mirrorFrames(opened: OpenedScan, { first, second }: OppositeViews, axisPx: number): FrameSource {
  const projections = opened.projections();
  const { width, height } = projections;
  return {
    ...{ width, height, frames: 1, dtype: 'float32', axes: ['row', 'column'] },
    read: async (_frame, signal) => {
      const front = await projections.read(first, signal);
      const back = await projections.read(second, signal);
      const change = new Float32Array(width * height).fill(Number.NaN);
      for (let column = 0; column < width; column++) {
        const mirrored = 2 * axisPx - column;
        const left = Math.floor(mirrored);
        if (left < 0 || left >= width - 1) continue;
        const share = mirrored - left;
        for (let at = column, from = left; at < change.length; at += width, from += width) {
          change[at] = (1 - share) * back[from]! + share * back[from + 1]! - front[at]!;
        }
      }
      return change;
    },
  };
}
