import { writeFileSync } from 'node:fs';
import { DaisyError, type TypedArray } from '@daisy-lab/core';
import { encodePng } from '../../display/png.js';
import { startFile } from '../../io/partial-file.js';
import { createSink } from '../../io/source-kinds.js';
import type { Viewers } from '../viewer/viewers.js';
import { writeGif } from './export-gif.js';
import { greyOf, type ExportWish } from './export-wish.js';

/**
 * Writes images of a viewer: a PNG for each, in grey levels between two values, one GIF of all, or one TIFF with the values as they are.
 * @throws DaisyError `Input` for images that do not exist, `File` when a file is there already, `Cancelled` by the signal
 */
export async function exportFrames(
  viewers: Viewers,
  handle: string,
  wish: ExportWish,
  signal: AbortSignal,
): Promise<{ readonly files: readonly string[]; readonly bytes: number }> {
  const { frames } = viewers.info(handle);
  const { first, end } = wish;
  if (!(Number.isInteger(first) && Number.isInteger(end) && first >= 0 && first < end && end <= frames)) {
    throw new DaisyError('Input', {
      message: `There are no images ${first} to ${end - 1}.`,
      action: `Choose some from 0 to ${frames - 1}.`,
    });
  }
  if (wish.format === 'gif') return writeGif(viewers, handle, wish, signal);
  return wish.format === 'tiff' ? writeTiff(viewers, handle, wish, signal) : writePngs(viewers, handle, wish, signal);
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

async function writeTiff(viewers: Viewers, handle: string, wish: ExportWish, signal: AbortSignal) {
  const { width, height, dtype } = viewers.info(handle);
  const sink = await createSink(wish.file, { overwrite: wish.overwrite });
  try {
    const writer = sink.create('/data', { dtype, shape: [wish.end - wish.first, height, width] });
    let bytes = 0;
    for (let frame = wish.first; frame < wish.end; frame++) {
      if (signal.aborted) throw DaisyError.cancelled('The export');
      const pixels = await viewers.frame(handle, frame);
      await writer.append(pixels as TypedArray);
      bytes += pixels.byteLength;
    }
    await sink.finish();
    return { files: [sink.path], bytes };
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

/** `slice.png` -> `slice-0042.png` */
function numbered(file: string, frame: number): string {
  return file.replace(/(\.png)?$/i, `-${String(frame).padStart(4, '0')}.png`);
}
