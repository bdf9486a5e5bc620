import { firstAddress, projectionStages, type ProjectionStages } from '../wasm/projections-module.js';

/** One step of the iteration with the total variation; all images are [slice][y][x] in shared memory. */
export interface VariationTask {
  /** Last image, and the point that the iteration moves from. */
  readonly images: Float32Array;
  readonly point: Float32Array;
  /** The point moves by `scale` x `step` first. */
  readonly step: Float32Array;
  readonly scale: number;
  /** Dual field of the last iteration, which is the start of this one. */
  readonly right: Float32Array;
  readonly down: Float32Array;
  readonly side: number;
  /** First and last + 1 pixel of each row within the circle. */
  readonly circle: Int32Array;
  readonly weight: number;
  /** Smallest value of the image. */
  readonly least: number;
  /** Share of the last change by which the point goes on. */
  readonly push: number;
}

/** Steps of the inner iteration; it starts from the field of the last outer iteration, so that few are enough. */
const innerSteps = 8;
/** Largest step that converges is 1/8 for the gradient of an image. */
const fieldStep = 1 / 8;
/** Rows between the one that comes and the last neighbour of the one that leaves. */
const ring = innerSteps + 3;
const words = 16;

interface Rows {
  readonly side: number;
  readonly stages: ProjectionStages;
  readonly sweep: number;
  readonly integers: Int32Array;
  readonly floats: Float32Array;
  readonly circle: Int32Array;
  rowOf(kind: 'image' | 'right' | 'down', y: number): Float32Array;
  readonly gradient: Float32Array;
  readonly before: Float32Array;
}

let kept: Rows | undefined;

/**
 * The proximal map of the isotropic total variation, argmin 1/2 |u - v|^2 + weight TV(u), by projected gradient on its dual field, with
 * the step before it and the extrapolation after it; some slices.
 *
 * @see A. Chambolle, J. Math. Imaging Vision 20 (2004) 89
 */
export function variationStrip(task: VariationTask, first: number, end: number): void {
  const rows = prepared(task);
  for (let slice = first; slice < end; slice++) smoothSlice(rows, task, slice * task.side * task.side);
}

function smoothSlice(rows: Rows, task: VariationTask, base: number): void {
  const { side, weight, images, point, step, right, down } = task;
  const steps = weight > 0 ? innerSteps : 0;
  const line = (y: number): readonly [number, number] => [base + y * side, base + (y + 1) * side];
  for (let newest = -1; newest < side + steps; newest++) {
    const next = newest + 1;
    if (next < side) {
      const [from, to] = line(next);
      rows.rowOf('image', next).set(point.subarray(from, to));
      rows.rowOf('right', next).set(right.subarray(from, to));
      rows.rowOf('down', next).set(down.subarray(from, to));
      rows.gradient.set(step.subarray(from, to));
      rows.stages.takeRow(rows.sweep, next);
    }
    const leaving = newest - steps;
    if (newest < 0 || leaving >= side) continue;
    const [from, to] = line(leaving);
    if (leaving >= 0) rows.before.set(images.subarray(from, to));
    rows.stages.advanceRows(rows.sweep, newest);
    if (leaving < 0) continue;
    images.set(rows.before, from);
    point.set(rows.rowOf('image', leaving), from);
    right.set(rows.rowOf('right', leaving), from);
    down.set(rows.rowOf('down', leaving), from);
  }
}

function prepared(task: VariationTask): Rows {
  const { side, circle, weight, scale, least, push } = task;
  if (kept?.side !== side) kept = rowsOf(side);
  kept.circle.set(circle);
  kept.integers[1] = weight > 0 ? innerSteps : 0;
  kept.floats.set([scale, weight, weight > 0 ? fieldStep / weight : 0, least, push], 11);
  return kept;
}

/** The record of assembly/projections/total-variation.ts, and the rows behind it. */
function rowsOf(side: number): Rows {
  const rowBytes = 32 + 16 * Math.ceil(side / 4);
  let top = firstAddress;
  const place = (bytes: number): number => (top += Math.ceil(bytes / 16) * 16) - Math.ceil(bytes / 16) * 16;
  const sweep = place(4 * words);
  const circle = place(8 * side);
  const [image, right, down] = [place(ring * rowBytes), place(ring * rowBytes), place(ring * rowBytes)];
  const smooth = place(2 * innerSteps * rowBytes);
  const [gradient, before] = [place(rowBytes), place(rowBytes)];
  const { stages, buffer } = projectionStages(top);
  const integers = new Int32Array(buffer, sweep, words);
  integers.set([side, innerSteps, ring, rowBytes, circle, image, right, down, smooth, gradient, before]);
  const row = (at: number): Float32Array => new Float32Array(buffer, at + 16, side);
  const rings = { image, right, down };
  const places = Object.fromEntries(
    Object.entries(rings).map(([kind, at]) => [kind, Array.from({ length: ring }, (_, i) => row(at + i * rowBytes))]),
  ) as Record<keyof typeof rings, Float32Array[]>;
  return {
    ...{ side, stages, sweep, integers, floats: new Float32Array(buffer, sweep, words) },
    circle: new Int32Array(buffer, circle, 2 * side),
    rowOf: (kind, y) => places[kind][y % ring]!,
    ...{ gradient: row(gradient), before: row(before) },
  };
}
