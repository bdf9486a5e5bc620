import { readFile, writeFile } from 'node:fs/promises';
import { DaisyError, dtypes, sharedArray, type Dtype } from '@daisy-lab/core';
import { bytesOf, readBytes, withFile, writeBytes } from './bytes.js';
import type { PlainArray } from './npy.js';

/** Writes the bare values, C order and little endian, and beside them `<path>.json` with `dtype` and `shape`. */
export async function writeRaw(path: string, array: PlainArray, signal?: AbortSignal): Promise<void> {
  const header = { dtype: array.dtype, shape: array.shape, order: 'C', endian: 'little' };
  await writeFile(`${path}.json`, `${JSON.stringify(header)}\n`);
  await writeBytes(path, [bytesOf(array.data)], signal);
}

/**
 * Reads bare values as the header beside them says.
 * @throws DaisyError `File` when the header is missing or the values are too few.
 */
export async function readRaw(path: string): Promise<PlainArray> {
  const { dtype, shape } = JSON.parse(await readFile(`${path}.json`, 'utf8')) as { dtype: Dtype; shape: number[] };
  if (!dtypes.includes(dtype) || !Array.isArray(shape) || !shape.every(Number.isSafeInteger)) {
    throw new DaisyError('File', {
      message: `${path}.json does not say what ${path} holds.`,
      action: 'It needs "dtype" (such as "float32") and "shape" (such as [10, 512, 512]).',
      path,
    });
  }
  const { data } = sharedArray(
    dtype,
    shape,
    shape.map(() => ''),
  );
  await withFile(path, file => readBytes(file, bytesOf(data), 0, path));
  return { dtype, shape, data };
}
