import { DaisyError } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { openScan } from '../../io/scan/open-scan.js';
import type { FrameSource } from './frame-source.js';
import type { DatasetFrames } from './hdf5-frames.js';
import { indicesOfFrame } from './image-axes.js';
import { refuseLarge } from './large-frames.js';
import { clipBelow, lineIntegralsOf, scanBeam } from './scan-beam.js';

/**
 * Images of a dataset divided by the flat fields of the scan in the same file: transmission, or with `log` its negative logarithm. The
 * last two axes of the dataset are the detector, whichever axes are the image.
 * @throws DaisyError `ScanLayout` when the file holds no scan with flat fields, `Input` when their detector has another size.
 */
export async function correctedFrames(file: string, source: DatasetFrames, log: boolean): Promise<FrameSource> {
  refuseLarge(source);
  const scan = await openScan(file);
  const { rows, columns } = scan.description;
  const { shape } = source.image;
  if (shape.at(-2) !== rows || shape.at(-1) !== columns) {
    throw new DaisyError('Input', {
      message: `The flat fields of ${scan.description.layout} have ${rows} x ${columns} pixels, this dataset ${shape.slice(-2).join(' x ')}.`,
      action: 'Choose the projections of the scan.',
    });
  }
  const beam = await scanBeam(scan);
  return {
    ...{ width: source.width, height: source.height, frames: source.frames, axes: source.axes },
    dtype: 'float32',
    counts: source,
    read: async (frame, signal) => {
      const counts = await source.read(frame, signal);
      const values = new Float32Array(counts.length).fill(Number.NaN);
      const seen = beamOfImage(beam, source, frame);
      if (log) lineIntegralsOf(seen, counts, values);
      else ct.normalizeFrame(seen, counts, clipBelow, values);
      return values;
    },
  };
}

/** The beam at the detector pixel of each pixel of an image. */
function beamOfImage(beam: ct.Beam, { image, width, height }: DatasetFrames, frame: number): ct.Beam {
  const { shape, down, across } = image;
  const rank = shape.length;
  if (down === rank - 2 && across === rank - 1) return beam;
  const columns = shape[rank - 1]!;
  const step = (axis: number): number => (axis === rank - 1 ? 1 : axis === rank - 2 ? columns : 0);
  const start = indicesOfFrame(image, frame).reduce((sum, index, axis) => sum + index * step(axis), 0);
  const gain = new Float64Array(width * height);
  const offset = new Float64Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const pixel = start + y * step(down) + x * step(across);
      gain[at] = beam.gain[pixel]!;
      offset[at] = beam.offset[pixel]!;
    }
  }
  return { gain, offset, deadPixels: beam.deadPixels };
}
