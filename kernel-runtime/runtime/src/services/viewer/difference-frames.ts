import { DaisyError } from '@daisy-lab/core';
import type { FrameSource } from './frame-source.js';
import { refuseLarge } from './large-frames.js';

/**
 * Second minus first, image by image; a single image is compared with every image of the other.
 * @throws DaisyError `Input` for images of different size, or stacks of different length.
 */
export function differenceFrames(first: FrameSource, second: FrameSource): FrameSource {
  const isSameSize = first.width === second.width && first.height === second.height;
  if (!isSameSize || (first.frames !== second.frames && Math.min(first.frames, second.frames) !== 1)) {
    throw new DaisyError('Input', {
      message: `${sizeText(first)} and ${sizeText(second)} pixels have no difference.`,
      action: 'Choose images of one size, and as many or a single one.',
    });
  }
  refuseLarge(first);
  const unit = first.unit === second.unit ? first.unit : undefined;
  return {
    ...{ width: first.width, height: first.height, axes: second.axes, unit },
    frames: Math.max(first.frames, second.frames),
    dtype: 'float64',
    read: async (frame, signal) => {
      const of = (source: FrameSource) => source.read(Math.min(frame, source.frames - 1), signal);
      const a = await of(first);
      const b = await of(second);
      return Float64Array.from(b, (value, at) => value - a[at]!);
    },
  };
}

const sizeText = ({ frames, width, height }: FrameSource): string => `${frames} x ${width} x ${height}`;
