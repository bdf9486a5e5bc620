import { DaisyError, type NdArray, type ParamValues } from '@daisy-lab/core';
import type { DataFile, readArray } from '../contracts/read.js';
import { axesIn } from './axis-order.js';

/** The array of a file under the names and in the unit that are wanted. */
export async function readNamed(
  file: DataFile,
  { dataset, axes, unit }: ParamValues<typeof readArray.params>,
  signal: AbortSignal,
): Promise<NdArray> {
  const stored = await file.read(dataset.trim(), signal);
  const names = axes.trim() === '' ? stored.axes : axesIn(axes);
  if (names.length !== stored.shape.length || new Set(names).size !== names.length) {
    throw new DaisyError('Input', {
      message: `The axes [${names.join(', ')}] cannot be those of an array of shape [${stored.shape.join(', ')}].`,
      action: 'Name as many axes as the array has, each once.',
      file: file.path,
    });
  }
  return { ...stored, axes: names, unit: unit.trim() === '' ? stored.unit : unit.trim() };
}
