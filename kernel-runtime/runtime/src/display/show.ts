import { DaisyError, type NdArray } from '@daisy-lab/core';
import { arrayFrames, plainNumbers } from '../services/viewer/array-frames.js';
import { contrastLimits } from '../services/viewer/frame-statistics.js';
import { poolTile } from '../services/viewer/pool-tile.js';
import type { Pixels } from '../services/viewer/frame-source.js';
import { displayable, type Displayable } from './bundle.js';
import { encodePng } from './png.js';

export const imageMime = 'application/vnd.daisy.image.v1+json';

/** Longest side of the picture that is saved with a notebook, in pixels. */
const longestSide = 1024;

export interface ShowOptions {
  /** Which image of a stack; the middle one by default. */
  readonly frame?: number;
  /** Limits of black and white; 0.5 and 99.5 percentile by default. */
  readonly limits?: readonly [number, number];
}

/**
 * An array as a picture (its last two axes), in grey, pooled to at most 1024 pixels.
 * @throws DaisyError `Input` for an array of less than two axes or an image that does not exist.
 */
export function show(array: NdArray, options: ShowOptions = {}): Displayable {
  const source = arrayFrames(array);
  const frame = options.frame ?? source.frames >> 1;
  if (!Number.isInteger(frame) || frame < 0 || frame >= source.frames) {
    throw new DaisyError('Input', {
      message: `There is no image ${frame}.`,
      action: `Choose one from 0 to ${source.frames - 1}.`,
    });
  }
  const size = source.width * source.height;
  const pixels = plainNumbers(array.data.subarray(frame * size, (frame + 1) * size));
  const [low, high] = options.limits ?? contrastLimits(pixels);
  const bin = Math.ceil(Math.max(source.width, source.height) / longestSide);
  const { width, height } = source;
  const place = { x: 0, y: 0, width, height, binX: bin, binY: bin, pool: 'mean', quality: 'exact' } as const;
  const tile = poolTile(pixels, source.dtype, width, height, place);
  const grey = greyOf(tile.data, low, high);
  const text = describeArray(array, pixels);
  const description = {
    dtype: array.dtype,
    shape: array.shape,
    axes: array.axes,
    unit: array.unit ?? null,
    frame,
    limits: [low, high],
    bin,
  };
  const preview = { width: tile.width, height: tile.height, data: Buffer.from(grey).toString('base64') };
  return displayable({
    [imageMime]: { ...description, text, preview },
    'image/png': encodePng(grey, tile.width, tile.height).toString('base64'),
    'text/plain': text,
  });
}

/** `float32 [row 256, column 256] 1/pixel, -0.01..0.12` */
export function describeArray(array: NdArray, pixels: ArrayLike<number> = array.data as ArrayLike<number>): string {
  const axes = array.shape.map((length, axis) => `${array.axes[axis]} ${length}`).join(', ');
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at]! < low) low = pixels[at]!;
    if (pixels[at]! > high) high = pixels[at]!;
  }
  const range = low <= high ? `, ${low.toPrecision(4)}..${high.toPrecision(4)}` : '';
  return `${array.dtype} [${axes}]${array.unit ? ` ${array.unit}` : ''}${range}`;
}

/** Grey from 0 at `low` to 255 at `high`; NaN is black. */
function greyOf(values: Pixels, low: number, high: number): Uint8Array {
  const scale = high > low ? 255 / (high - low) : 0;
  const grey = new Uint8ClampedArray(values.length);
  for (let at = 0; at < grey.length; at++) grey[at] = (values[at]! - low) * scale;
  return new Uint8Array(grey.buffer);
}
