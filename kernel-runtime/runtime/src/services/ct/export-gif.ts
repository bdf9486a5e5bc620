import { writeFileSync } from 'node:fs';
import { DaisyError } from '@daisy-lab/core';
import { GifWriter } from '../../display/gif.js';
import { startFile } from '../../io/partial-file.js';
import { poolTile } from '../viewer/pool-tile.js';
import type { Viewers } from '../viewer/viewers.js';
import { greyOf, type ExportWish } from './export-wish.js';

/** A movie is for looking at: larger pictures are pooled, of longer stacks every n-th image is taken. */
const mostPixels = 512;
const mostImages = 256;
const frameMs = 80;

/** Writes images as one animated GIF. */
export async function writeGif(
  viewers: Viewers,
  handle: string,
  wish: ExportWish,
  signal: AbortSignal,
): Promise<{ readonly files: readonly string[]; readonly bytes: number }> {
  const { width, height, dtype } = viewers.info(handle);
  const bin = Math.ceil(Math.max(width, height) / mostPixels);
  const whole = { x: 0, y: 0, width, height, binX: bin, binY: bin, pool: 'mean', quality: 'exact' } as const;
  const gif = new GifWriter(Math.ceil(width / bin), Math.ceil(height / bin), frameMs);
  const step = Math.ceil((wish.end - wish.first) / mostImages);
  for (let frame = wish.first; frame < wish.end; frame += step) {
    if (signal.aborted) throw DaisyError.cancelled('The export');
    const { data } = poolTile(await viewers.frame(handle, frame), dtype, width, height, whole);
    gif.add(greyOf(data, wish.low, wish.high));
    await new Promise(resolve => setImmediate(resolve));
  }
  const file = startFile(wish.file, wish.overwrite);
  const bytes = gif.finish();
  writeFileSync(file.temporary, bytes);
  file.finish();
  return { files: [file.path], bytes: bytes.length };
}
