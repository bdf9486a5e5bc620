import type { DataDescription, DataSelection } from '@daisy-lab/core';
import type { ImageAxes, ViewKind } from '../hdf5-state.js';

export type Described = Pick<DataDescription, 'kind' | 'shape' | 'dtype' | 'attributes'>;

/** Own ways to look at an object, the best one first; none for groups and links. */
export function viewsOf({ kind, shape, dtype, attributes }: Described): readonly ViewKind[] {
  if (kind !== 'dataset') return [];
  if (shape.length === 0 || shape.includes(0)) return ['text'];
  if (dtype === null) return ['table'];
  if (shape.length === 1) return ['curve', 'table'];
  return attributes['interpretation'] === 'spectrum' ? ['curve', 'image', 'table'] : ['image', 'curve', 'table'];
}

/** Colours are drawn by h5web. */
export const isColourImage = ({ attributes }: Pick<Described, 'attributes'>): boolean =>
  /^rgba?-image$/.test(String(attributes['interpretation']));

/** Indices that lie in the shape; axes without one begin at 0. */
export function clampIndices(index: readonly number[], shape: readonly number[]): readonly number[] {
  return shape.map((length, axis) => Math.min(Math.max(Math.round(index[axis] ?? 0) || 0, 0), Math.max(length - 1, 0)));
}

/** The chosen axes where the shape has them, the last two otherwise. */
export function imageAxesOf(shape: readonly number[], chosen: ImageAxes | null = null): ImageAxes {
  const fits = chosen?.every(axis => axis >= 0 && axis < shape.length) && chosen[0] !== chosen[1];
  return fits ? chosen! : [shape.length - 2, shape.length - 1];
}

/** Pairs of axes that an image can lie along: in their order first, then turned. */
export function axisPairs(rank: number): readonly ImageAxes[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const pairs = axes.flatMap(down => axes.slice(down + 1).map((across): ImageAxes => [down, across])).toReversed();
  return [...pairs, ...pairs.map(([down, across]): ImageAxes => [across, down])];
}

/** Number of the image that the indices along all other axes choose. */
export function frameOf(index: readonly number[], shape: readonly number[], image = imageAxesOf(shape)): number {
  return shape.reduce((frame, length, axis) => (image.includes(axis) ? frame : frame * length + (index[axis] ?? 0)), 0);
}

/** Indices along all axes but those of the image that choose an image. */
export function indexOfFrame(
  frame: number,
  index: readonly number[],
  shape: readonly number[],
  image = imageAxesOf(shape),
): readonly number[] {
  const next = [...index];
  let rest = frame;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (image.includes(axis)) continue;
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
  image = imageAxesOf(shape),
): DataSelection {
  return shape.map((_, axis) => {
    const whole =
      view === 'curve' ? axis === curveAxis : view === 'image' ? image.includes(axis) : axis >= shape.length - 2;
    return whole || view === 'text' ? null : ([index[axis] ?? 0, (index[axis] ?? 0) + 1] as const);
  });
}

/** Values below this are read whole when they are dragged into a notebook. */
const mostDragged = 8_000_000;

/** All of a dataset; the first image of a large stack. */
export function dragSelection(shape: readonly number[], dtype: string | undefined): DataSelection {
  const isLarge = dtype !== undefined && shape.reduce((size, length) => size * length, 1) > mostDragged;
  return isLarge && shape.length > 2 ? shape.map((_, axis) => (axis < shape.length - 2 ? [0, 1] : null)) : [];
}

/** Chunks that are decoded for one image, and their bytes; null for what is not stored in chunks. */
export function chunksPerImage(
  shape: readonly number[],
  chunks: readonly number[] | null,
  itemBytes: number,
  image = imageAxesOf(shape),
): { readonly chunks: number; readonly bytes: number; readonly imageBytes: number } | null {
  if (!chunks || shape.length < 2) return null;
  const count = image.reduce((all, axis) => all * Math.ceil(shape[axis]! / chunks[axis]!), 1);
  const chunkBytes = chunks.reduce((size, length) => size * length, itemBytes);
  const imageBytes = image.reduce((size, axis) => size * shape[axis]!, itemBytes);
  return { chunks: count, bytes: count * chunkBytes, imageBytes };
}
