import { DaisyError } from '@daisy-lab/core';

/** @throws DaisyError `Resource` when there is not enough memory. */
export function sharedFloats(count: number): Float32Array {
  try {
    return new Float32Array(new SharedArrayBuffer(count * 4));
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for ${((count * 4) / 1e9).toFixed(2)} GB of slices.`,
      action: 'Reconstruct fewer slices at a time.',
      cause,
    });
  }
}

/** The memory that a caller gave for a result, or new memory. */
export function outputFloats(given: Float32Array | undefined, count: number): Float32Array {
  if (!given) return sharedFloats(count);
  if (given.length === count && isShared(given)) return given;
  throw new DaisyError('Input', {
    message: `The memory for the slices holds ${given.length} values${isShared(given) ? '' : ' and is not shared'}; ${count} shared values are needed.`,
    action: 'Give a Float32Array on a SharedArrayBuffer with one value per pixel, or none.',
    field: 'into',
  });
}

export function isShared(array: Float32Array): boolean {
  // by name: the constructor of another realm (a test runner, a sandbox) is another one
  return Object.prototype.toString.call(array.buffer) === '[object SharedArrayBuffer]';
}

/** The array itself when it lies in shared memory, else a copy that does. */
export function shared(array: Float32Array): Float32Array {
  if (isShared(array)) return array;
  const copy = sharedFloats(array.length);
  copy.set(array);
  return copy;
}
