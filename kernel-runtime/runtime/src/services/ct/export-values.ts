import { DaisyError, type TypedArray } from '@daisy-lab/core';
import { beginData, beginVolumes, endData, endVolumes } from '../../io/save-volume.js';
import { createSink } from '../../io/source-kinds.js';
import type { Pixels } from '../viewer/frame-source.js';
import type { Viewers } from '../viewer/viewers.js';
import type { ExportWish } from './export-wish.js';

/** What became of the values: value = stored x scale + offset; the share that was cut at black and white. */
export interface ExportedValues {
  readonly files: readonly string[];
  readonly bytes: number;
  readonly scale?: number;
  readonly offset?: number;
  readonly clippedShare?: number;
}

const name = 'volume';

/** Writes images as one TIFF or HDF5 file: values as they are, or as integers between black and white. */
export async function writeValues(
  viewers: Viewers,
  handle: string,
  wish: ExportWish,
  signal: AbortSignal,
): Promise<ExportedValues> {
  const { width, height, dtype, unit } = viewers.info(handle);
  const { bits = 32, low, high, format } = wish;
  const levels = 2 ** bits - 1;
  const scale = (high - low) / levels;
  const stored = bits === 32 ? dtype : bits === 16 ? 'uint16' : 'uint8';
  const shape = [wish.end - wish.first, height, width];
  const sink = await createSink(wish.file, { overwrite: wish.overwrite });
  try {
    const facts = { dtype: stored, shape, axes: ['z', 'y', 'x'], unit };
    const nexus = format === 'hdf5';
    if (nexus) beginVolumes(sink, name);
    const attributes = nexus ? beginData(sink, name, facts) : {};
    const scaling: Readonly<Record<string, number>> = bits === 32 ? {} : { scale, offset: low };
    const writer = sink.create(nexus ? `/entry/${name}/data` : '/data', facts, { ...attributes, ...scaling });
    let [bytes, clipped] = [0, 0];
    for (let frame = wish.first; frame < wish.end; frame++) {
      if (signal.aborted) throw DaisyError.cancelled('The export');
      const pixels = await viewers.frame(handle, frame);
      const part = bits === 32 ? { data: pixels, clipped: 0 } : integersOf(pixels, wish, levels);
      await writer.append(part.data as TypedArray);
      bytes += part.data.byteLength;
      clipped += part.clipped;
    }
    if (nexus) {
      await endData(sink, name, facts);
      await endVolumes(sink, [name], scaling, undefined);
    } else await sink.finish();
    const clippedShare = clipped / (shape[0]! * width * height);
    return { files: [sink.path], bytes, ...(bits === 32 ? {} : { ...scaling, clippedShare }) };
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

/** Values between black and white as whole numbers; what is no number is 0. */
function integersOf(pixels: Pixels, { low, high }: ExportWish, levels: number) {
  const data = levels > 255 ? new Uint16Array(pixels.length) : new Uint8Array(pixels.length);
  const factor = levels / (high - low || 1);
  let clipped = 0;
  for (let at = 0; at < pixels.length; at++) {
    const value = (pixels[at]! - low) * factor;
    if (!(value >= 0 && value <= levels)) clipped++;
    data[at] = Math.min(levels, Math.max(0, Math.round(value))) || 0;
  }
  return { data, clipped };
}
