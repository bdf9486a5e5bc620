import { DaisyError } from '@daisy-lab/core';
import type { FrameSource, Pixels } from './frame-source.js';
import { refuseLarge } from './large-frames.js';

type How = 'sum' | 'mean' | 'max' | 'min';

/**
 * Frames `first <= frame < end` as one image, pixel by pixel. One frame is held at a time; values that are no numbers are left out.
 * @throws DaisyError `Input` for frames that do not exist.
 */
export function projectedFrames(source: FrameSource, first: number, end: number, how: How): FrameSource {
  const whole = Number.isInteger(first) && Number.isInteger(end);
  if (!(whole && first >= 0 && first < end && end <= source.frames)) {
    throw new DaisyError('Input', {
      message: `There are no images ${first} to ${end}.`,
      action: `Choose from 0 to ${source.frames}.`,
    });
  }
  refuseLarge(source);
  return {
    width: source.width,
    height: source.height,
    frames: 1,
    dtype: 'float64',
    unit: source.unit,
    axes: source.axes.slice(-2),
    read: async (_frame, signal) => {
      const size = source.width * source.height;
      const values = new Float64Array(size).fill(how === 'max' ? -Infinity : how === 'min' ? Infinity : 0);
      const counts = new Uint32Array(size);
      for (let frame = first; frame < end; frame++) {
        if (signal?.aborted) throw DaisyError.cancelled('The projection');
        add(await source.read(frame, signal), values, counts, how);
        await new Promise(resolve => setImmediate(resolve));
      }
      counts.forEach((count, at) => {
        if (count === 0) values[at] = Number.NaN;
        else if (how === 'mean') values[at] = values[at]! / count;
      });
      return values;
    },
  };
}

function add(pixels: Pixels, values: Float64Array, counts: Uint32Array, how: How): void {
  for (let at = 0; at < values.length; at++) {
    const value = pixels[at]!;
    if (value !== value) continue;
    counts[at] = counts[at]! + 1;
    if (how === 'max') values[at] = Math.max(values[at]!, value);
    else if (how === 'min') values[at] = Math.min(values[at]!, value);
    else values[at] = values[at]! + value;
  }
}
