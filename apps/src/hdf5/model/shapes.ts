import type { DataDescription, DataSelection } from '@daisy-lab/core';
import type { ViewKind } from '../hdf5-state.js';

export type Described = Pick<DataDescription, 'kind' | 'shape' | 'dtype' | 'attributes'>;

/** Ways to look at an object, the best one first; none for groups and links. */
export function viewsOf({ kind, shape, dtype, attributes }: Described): readonly ViewKind[] {
  if (kind !== 'dataset') return [];
  if (shape.length === 0 || shape.includes(0)) return ['text'];
  if (dtype === null) return ['table'];
  if (shape.length === 1) return ['curve', 'table'];
  return attributes['interpretation'] === 'spectrum' ? ['curve', 'image', 'table'] : ['image', 'curve', 'table'];
}

/** Indices that lie in the shape; axes without one begin at 0. */
export function clampIndices(index: readonly number[], shape: readonly number[]): readonly number[] {
  return shape.map((length, axis) => Math.min(Math.max(Math.round(index[axis] ?? 0) || 0, 0), Math.max(length - 1, 0)));
}

/** Number of the image that the indices along all but the last two axes choose. */
export function frameOf(index: readonly number[], shape: readonly number[]): number {
  return shape.slice(0, -2).reduce((frame, length, axis) => frame * length + (index[axis] ?? 0), 0);
}

/** Indices along all but the last two axes that choose an image. */
export function indexOfFrame(frame: number, index: readonly number[], shape: readonly number[]): readonly number[] {
  const next = [...index];
  let rest = frame;
  for (let axis = shape.length - 3; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    next[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return next;
}

/** What a view shows of a dataset: one index along the axes that it does not show. */
export function selectionOf(
  view: ViewKind,
  shape: readonly number[],
  index: readonly number[],
  curveAxis: number,
): DataSelection {
  const shown = view === 'image' ? shape.length - 2 : view === 'curve' ? curveAxis : Math.max(0, shape.length - 2);
  return shape.map((_, axis) => {
    const whole = view === 'curve' ? axis === shown : axis >= shown;
    return whole || view === 'text' ? null : ([index[axis] ?? 0, (index[axis] ?? 0) + 1] as const);
  });
}

/** Chunks that are decoded for one image, and their bytes; null for what is not stored in chunks. */
export function chunksPerImage(
  shape: readonly number[],
  chunks: readonly number[] | null,
  itemBytes: number,
): { readonly chunks: number; readonly bytes: number; readonly imageBytes: number } | null {
  if (!chunks || shape.length < 2) return null;
  const count = shape.slice(-2).reduce((all, length, axis) => all * Math.ceil(length / chunks.at(axis - 2)!), 1);
  const chunkBytes = chunks.reduce((size, length) => size * length, itemBytes);
  const imageBytes = shape.slice(-2).reduce((size, length) => size * length, itemBytes);
  return { chunks: count, bytes: count * chunkBytes, imageBytes };
}
