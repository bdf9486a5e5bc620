import { writeFileSync } from 'node:fs';
import { DaisyError } from '@daisy-lab/core';
import { encodePng } from '../../display/png.js';
import { startFile } from '../../io/partial-file.js';
import type { Viewers } from '../viewer/viewers.js';
import { writeGif } from './export-gif.js';
import { writeValues, type ExportedValues } from './export-values.js';
import { greyOf, type ExportWish } from './export-wish.js';

/**
 * Writes images of a viewer: a PNG for each, in grey levels between two values, one GIF of all, or one TIFF or HDF5
 * file with the values.
 * @throws DaisyError `Input` for images that do not exist, `File` when a file is there already, `Cancelled` by the signal
 */
export async function exportFrames(
  viewers: Viewers,
  handle: string,
  wish: ExportWish,
  signal: AbortSignal,
): Promise<ExportedValues> {
  const { frames } = viewers.info(handle);
  const { first, end } = wish;
  if (!(Number.isInteger(first) && Number.isInteger(end) && first >= 0 && first < end && end <= frames)) {
    throw new DaisyError('Input', {
      message: `There are no images ${first} to ${end - 1}.`,
      action: `Choose some from 0 to ${frames - 1}.`,
    });
  }
  if (wish.format === 'gif') return writeGif(viewers, handle, wish, signal);
  if (wish.format === 'png') return writePngs(viewers, handle, wish, signal);
  if (![undefined, 8, 16, 32].includes(wish.bits)) {
    throw new DaisyError('Input', {
      message: `There are no images of ${wish.bits} bits.`,
      action: 'Choose 8, 16 or 32.',
    });
  }
  return writeValues(viewers, handle, wish, signal);
}

async function writePngs(viewers: Viewers, handle: string, wish: ExportWish, signal: AbortSignal) {
  const { width, height } = viewers.info(handle);
  const files: string[] = [];
  let bytes = 0;
  for (let frame = wish.first; frame < wish.end; frame++) {
    if (signal.aborted) throw DaisyError.cancelled('The export');
    const png = encodePng(greyOf(await viewers.frame(handle, frame), wish.low, wish.high), width, height);
    const name = wish.end - wish.first === 1 ? wish.file : numbered(wish.file, frame);
    const file = startFile(name, wish.overwrite);
    writeFileSync(file.temporary, png);
    file.finish();
    files.push(file.path);
    bytes += png.length;
  }
  return { files, bytes };
}

/** `slice.png` -> `slice-0042.png` */
function numbered(file: string, frame: number): string {
  return file.replace(/(\.png)?$/i, `-${String(frame).padStart(4, '0')}.png`);
}
