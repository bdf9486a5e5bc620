import type { NdArray } from '@daisy-lab/core';

/** How far the columns of a sinogram stand out from their neighbours. */
export interface RingNeed {
  /** Spread of the columns' means about their neighbours, over what photon noise alone would give. */
  readonly excess: number;
  /** The strongest column, in units of that spread. */
  readonly strongest: number;
}

const neighbours = 4;

/**
 * The mean over all angles is smooth across the detector for any sample; what is left after a running median is noise, which averages
 * down with the angles, or stripes, which do not.
 */
export function ringNeed({ data, shape }: NdArray<'float32'>): RingNeed {
  const angles = shape[0]!;
  const columns = shape[2]!;
  const mean = new Float64Array(columns);
  const differences: number[] = [];
  for (let angle = 0; angle < angles; angle++) {
    for (let x = 0; x < columns; x++) {
      mean[x]! += data[angle * columns + x]! / angles;
      // second differences along the angle: noise without the sample
      if (angle >= 2 && (x + angle) % 7 === 0) {
        const [a, b, c] = [angle - 2, angle - 1, angle].map(p => data[p * columns + x]!);
        differences.push(Math.abs(a! - 2 * b! + c!) / Math.sqrt(6));
      }
    }
  }
  const off = Array.from(mean, (value, x) => {
    const from = Math.max(0, x - neighbours);
    return Math.abs(value - median(Array.from(mean.subarray(from, Math.min(columns, x + neighbours + 1)))));
  });
  const spread = 1.48 * median(off);
  const noise = (1.48 * median(differences)) / Math.sqrt(angles);
  return {
    excess: noise > 0 ? spread / noise : spread > 0 ? Infinity : 0,
    strongest: spread > 0 ? Math.max(...off) / spread : 0,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
