import type { FourierJob } from '@daisy-lab/compute';

/** A uniform disc; lengths in pixels, position from the rotation axis, y along rows. */
export interface Disc {
  readonly radius: number;
  readonly x?: number;
  readonly y?: number;
  readonly attenuation?: number;
}

export function evenAngles(count: number, spanRad: number = Math.PI): Float64Array {
  return Float64Array.from({ length: count }, (_, p) => (spanRad * p) / count);
}

/** Analytic line integrals of discs: 2 mu sqrt(R^2 - t^2). */
export function sinogram(
  discs: readonly Disc[],
  columns: number,
  anglesRad: Float64Array,
  axisPx: number,
): Float32Array {
  const values = new Float32Array(anglesRad.length * columns);
  anglesRad.forEach((angle, p) => {
    for (let column = 0; column < columns; column++) {
      values[p * columns + column] = discs.reduce((sum, { radius, x = 0, y = 0, attenuation = 1 }) => {
        const t = column - axisPx - x * Math.cos(angle) - y * Math.sin(angle);
        return sum + 2 * attenuation * Math.sqrt(Math.max(0, radius * radius - t * t));
      }, 0);
    }
  });
  return values;
}

/** An object without symmetry that fills the field of view. */
export function body(columns: number): Disc[] {
  return [
    { radius: 0.4 * columns },
    { radius: 0.1 * columns, x: 0.15 * columns, y: -0.1 * columns, attenuation: -0.5 },
    { radius: 0.05 * columns, x: -0.2 * columns, y: 0.12 * columns, attenuation: 1.5 },
    { radius: 0.02 * columns, x: 0.05 * columns, y: 0.25 * columns, attenuation: 2 },
  ];
}

/** One slice of the object, its axis 0.8 pixels off the middle. */
export function bodyJob(columns: number, angles: number, more: Partial<FourierJob> = {}): FourierJob {
  const anglesRad = evenAngles(angles);
  const axisPx = columns / 2 + 0.8;
  const sinograms = sinogram(body(columns), columns, anglesRad, axisPx);
  return { sinograms, slices: 1, anglesRad, columns, axisPx, filter: 'ramp', ...more };
}

/** Slices one after the other. */
export function stack(...slices: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(slices.length * slices[0]!.length);
  slices.forEach((slice, index) => all.set(slice, index * slice.length));
  return all;
}

/** |a - b| / |b| over the pixels within 0.97 of the field of view. */
export function relativeError(a: Float32Array, b: Float32Array, side: number): number {
  let difference = 0;
  let norm = 0;
  const centre = side >> 1;
  for (let i = 0; i < side * side; i++) {
    if (Math.hypot((i % side) - centre, Math.floor(i / side) - centre) > (0.97 * side) / 2) continue;
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Mean of each of 19 rings, from the axis to 0.95 of a radius. */
export function ringMeans(image: Float32Array, side: number, radius: number): number[] {
  const sums = new Float64Array(19);
  const counts = new Float64Array(19);
  const centre = side >> 1;
  for (let i = 0; i < side * side; i++) {
    const ring = Math.floor((20 * Math.hypot((i % side) - centre, Math.floor(i / side) - centre)) / radius);
    if (ring >= 19) continue;
    sums[ring]! += image[i]!;
    counts[ring]! += 1;
  }
  return [...sums].map((sum, ring) => sum / counts[ring]!);
}
