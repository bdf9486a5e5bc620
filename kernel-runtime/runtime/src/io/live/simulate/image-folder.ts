import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TiffWriter } from '../../tiff/tiff-writer.js';
import type { DetectorOutput } from './detector-output.js';

/** Writes each frame as a TIFF file of its own: `frame_000000.tif`, ... */
export function imageFolder(where: string): DetectorOutput {
  const folder = resolve(where);
  mkdirSync(folder, { recursive: true });
  return {
    begin: async () => undefined,
    frame: async (number, { dtype, shape, data }) => {
      const [height, width] = shape as [number, number];
      const path = join(folder, `frame_${String(number).padStart(6, '0')}.tif`);
      const writer = new TiffWriter(path, { dtype, width, height, pages: 1 });
      await writer.appendAsync(data);
      writer.finish();
    },
    end: async () => undefined,
    close: () => undefined,
  };
}
