import { DaisyError, nameOf, ndarray, typedArray, type Dtype, type NdArray, type PortType } from '@daisy-lab/core';
import type { PlainArray } from './formats/npy.js';

/**
 * An array from a file with the axes and unit of its port. Programs often compute in another precision than the contract names:
 * numbers of a type that the port does not take become its last one, floating-point numbers rounded to it, others only without loss.
 * @throws DaisyError `Data` when it has another number of axes or numbers that do not fit.
 */
export function fitArray(array: PlainArray, type: PortType, port: string): NdArray | PlainArray {
  if (type.kind !== 'array') return array;
  if (array.shape.length !== type.axes.length) {
    throw new DaisyError('Data', {
      message: `The output "${port}" has the shape [${array.shape.join(', ')}], but must be ${nameOf(type)}.`,
    });
  }
  const fits = type.dtypes.includes(array.dtype);
  const data = fits ? array.data : convert(array, type.dtypes.at(-1)!, port);
  return ndarray(data, array.shape, type.axes, type.unit);
}

function convert({ dtype, data }: PlainArray, wanted: Dtype, port: string): NdArray['data'] {
  const converted = typedArray(wanted, new SharedArrayBuffer(data.length * typedArray(wanted, 0).BYTES_PER_ELEMENT));
  const toBig = converted instanceof BigInt64Array || converted instanceof BigUint64Array;
  const mayRound = dtype.startsWith('float') && wanted.startsWith('float');
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    const isWhole = typeof value === 'bigint' || Number.isInteger(value);
    converted[at] = toBig && isWhole ? BigInt(value) : toBig ? 0n : Number(value);
    // Loose on purpose: a bigint equals the number of the same value.
    // eslint-disable-next-line eqeqeq
    if (!mayRound && converted[at] != value) {
      throw new DaisyError('Data', {
        message: `The output "${port}" holds ${value}, a ${dtype}, which does not fit into ${wanted}.`,
      });
    }
  }
  return converted;
}
