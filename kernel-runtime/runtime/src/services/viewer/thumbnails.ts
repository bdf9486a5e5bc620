import { DaisyError, type MethodParams, type ServiceReply } from '@daisy-lab/core';
import { RowPool } from './pool-rows.js';
import { sampleCodes } from './sample-codes.js';
import type { Viewers } from './viewers.js';

/** Samples of all pictures together. */
const mostSamples = 16 * 1024 * 1024;
/** One row in so many is looked at: nobody sees the others in a picture of that size. */
const rowsPerLooked = 8;

/** A part of all images of a viewer as small pictures, in one answer. */
export async function thumbnails(
  viewers: Viewers,
  { handle, x, y, width, height, bin }: MethodParams<'viewer.thumbnails'>,
  signal?: AbortSignal,
): Promise<ServiceReply<'viewer.thumbnails'>> {
  const info = viewers.info(handle);
  const isInside =
    x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= info.width && y + height <= info.height;
  const size = { width: Math.ceil(width / bin), height: Math.ceil(height / bin) };
  const samples = size.width * size.height;
  if (
    ![x, y, width, height, bin].every(Number.isInteger) ||
    bin < 1 ||
    !isInside ||
    samples * info.frames > mostSamples
  ) {
    throw new DaisyError('Input', {
      message: `No small pictures of ${width} x ${height} pixels at ${x}, ${y} can be made.`,
      action: 'Give a part of the images in whole pixels, and a larger bin.',
    });
  }
  const all = new Float32Array(samples * info.frames);
  const pool = new RowPool('mean', bin, width);
  const rows = Math.ceil(bin / rowsPerLooked);
  for (let frame = 0; frame < info.frames; frame++) {
    await viewers.look(handle, frame, signal, pixels => {
      for (let line = 0; line < size.height; line++) {
        const [first, end] = [y + line * bin, Math.min(y + (line + 1) * bin, y + height)];
        const row = Math.max(first, (first + end - rows) >> 1);
        const band = { first: x, length: width, row, endRow: Math.min(end, row + rows) };
        pool.into(all, frame * samples + line * size.width, pixels, info.width, band);
      }
    });
  }
  const { codes, scale } = sampleCodes(all);
  const shape = [info.frames, size.height, size.width];
  return { result: { ...size, codes: scale }, arrays: { codes: { dtype: 'uint16', shape, data: codes } } };
}
