import { DaisyError } from '@daisy-lab/core';
import type { Selection } from '../data-source.js';

/** `[first, end)` along one axis. */
export type Range = readonly [first: number, end: number];

/**
 * One range for each axis of a dataset.
 * @throws DaisyError `Input` when a range leaves its axis.
 */
export function rangesOf(shape: readonly number[], selection: Selection): readonly Range[] {
  return shape.map((length, axis) => {
    const [first, end] = selection[axis] ?? [0, length];
    const whole = Number.isInteger(first) && Number.isInteger(end);
    if (whole && first >= 0 && end <= length && (first < end || (length === 0 && first === 0))) return [first, end];
    throw new DaisyError('Input', {
      message: `Entries ${first} to ${end} do not lie in an axis of ${length}.`,
      action: `Choose from 0 to ${length}.`,
    });
  });
}

export const lengthOf = ([first, end]: Range): number => end - first;

/**
 * Copies a box out of a dense array of items of `item` bytes.
 * @param at byte of `into` where the box begins
 * @returns the byte after it
 */
export function copyBox(
  from: Uint8Array,
  shape: readonly number[],
  ranges: readonly Range[],
  item: number,
  into: Uint8Array,
  at = 0,
): number {
  const strides = stridesOf(shape, item);
  const last = lastPartial(shape, ranges);
  let to = at;
  const walk = (axis: number, offset: number): void => {
    const [first, end] = ranges[axis] ?? [0, 1];
    const stride = strides[axis] ?? item;
    if (axis >= last) {
      const start = offset + first * stride;
      const length = (end - first) * stride;
      into.set(from.subarray(start, start + length), to);
      to += length;
      return;
    }
    for (let index = first; index < end; index++) walk(axis + 1, offset + index * stride);
  };
  walk(0, 0);
  return to;
}

/** Bytes from one entry to the next, for each axis. */
export function stridesOf(shape: readonly number[], item: number): readonly number[] {
  const strides = shape.map(() => item);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** The last axis that is not read whole: from it on the box is one run. */
export function lastPartial(shape: readonly number[], ranges: readonly Range[]): number {
  return Math.max(
    0,
    ranges.findLastIndex(([first, end], axis) => first > 0 || end < shape[axis]!),
  );
}
