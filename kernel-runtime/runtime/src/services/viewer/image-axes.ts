import { DaisyError } from '@daisy-lab/core';

/** The two axes of a dataset that are an image; all others together, in order, number the images. */
export interface ImageAxes {
  readonly shape: readonly number[];
  /** Axis from the top of the image to its bottom. */
  readonly down: number;
  /** Axis from its left to its right. */
  readonly across: number;
}

/**
 * @param chosen `[down, across]`; the last two axes by default
 * @throws DaisyError `Input` for axes that the dataset does not have.
 */
export function imageAxes(shape: readonly number[], chosen?: readonly unknown[]): ImageAxes {
  const rank = shape.length;
  const [down, across] = chosen ?? [rank - 2, rank - 1];
  const isAxis = (axis: unknown): axis is number =>
    Number.isInteger(axis) && (axis as number) >= 0 && (axis as number) < rank;
  if (isAxis(down) && isAxis(across) && down !== across) return { shape, down, across };
  throw new DaisyError('Input', {
    message: `A dataset of ${rank} axes has no image along the axes ${String(down)} and ${String(across)}.`,
    action: `Choose two different axes from 0 to ${rank - 1}.`,
  });
}

/** Index along each axis of an image; 0 along those of the image itself. */
export function indicesOfFrame({ shape, down, across }: ImageAxes, frame: number): readonly number[] {
  const indices = shape.map(() => 0);
  let rest = frame;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (axis === down || axis === across) continue;
    indices[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return indices;
}
