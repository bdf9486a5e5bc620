import type { Dtype } from '@daisy-lab/core';

/** Types by their short names in NumPy, without the byte order; npy files and Zarr 2 use them. */
export const numpyDtypes: Readonly<Record<string, Dtype>> = {
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f4: 'float32',
  f8: 'float64',
};
