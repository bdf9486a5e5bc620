import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DaisyError, typedArray } from '@daisy-lab/core';
import type { DetectorOutput } from '../live/simulate/detector-output.js';
import { storedType } from './dtypes.js';
import { loadLibrary, type Dataset, type File } from './h5wasm.js';

const group = '/entry/data';

/**
 * A file that is written with SWMR: `/entry/data/data` over [frame, row, column], a frame to a chunk, flushed after each, so that others can
 * follow it under its own name.
 * @throws DaisyError `File` when it exists
 */
export async function growingHdf5(name: string): Promise<DetectorOutput> {
  const path = resolve(name);
  if (existsSync(path)) {
    throw new DaisyError('File', { message: `${path} exists already.`, action: 'Choose another name.', path });
  }
  const library = await loadLibrary();
  let file: File | null = null;
  let growing: Dataset;
  let frames = 0;
  const close = (): void => {
    file?.close();
    file = null;
  };
  return {
    begin: async ({ image: { dtype, shape } }) => {
      file = new library.File(path, 'w', { libver: ['v110', 'latest'] });
      const [data, chunks] = [typedArray(dtype, 0), [1, ...shape]];
      const space = { shape: [0, ...shape], maxshape: [null, ...shape], chunks };
      file.create_attribute('default', 'entry');
      file.create_group('/entry').create_attribute('default', 'data');
      file.create_group(group).create_attribute('signal', 'data');
      growing = file.create_dataset({ name: `${group}/data`, data, dtype: storedType[dtype], ...space });
      file.start_swmr_write();
    },
    frame: async (_, { shape, data }) => {
      growing.resize([frames + 1, ...shape]);
      const plain = data.buffer instanceof SharedArrayBuffer ? data.slice() : data;
      growing.write_slice([[frames, frames + 1], ...shape.map(length => [0, length] as [number, number])], plain);
      frames += 1;
      file!.flush();
    },
    end: async () => close(),
    close,
  };
}
