import { DaisyError } from '@daisy-lab/core';
import { defaultDataset } from '../../io/default-dataset.js';
import type { Selection } from '../../io/data-source.js';
import { withSource } from '../../io/source-kinds.js';
import { plainNumbers } from '../viewer/array-frames.js';
import { dtypeOfPixels, type FrameSource } from '../viewer/frame-source.js';

/**
 * Cuts through a stored volume [z][y][x] across its slices: `front` is [z][x] with frame = y, `side` is [z][y] with frame = x. A cut
 * reads one line of each slice.
 * @throws DaisyError `Input` for what is not a volume
 */
export async function cutFrames(file: string, named: string | undefined, cut: 'front' | 'side'): Promise<FrameSource> {
  const { dataset, info } = await withSource(file, source => {
    const dataset = named ?? defaultDataset(source);
    return { dataset, info: source.describe(dataset) };
  });
  if (!info?.dtype || info.shape.length !== 3) {
    throw new DaisyError('Input', {
      message: `${dataset} is not a volume.`,
      action: 'Choose a dataset of numbers with three axes.',
    });
  }
  const [depth, height, width] = info.shape as [number, number, number];
  const unit = info.attributes['units'];
  const part = (frame: number): Selection =>
    cut === 'front' ? [null, [frame, frame + 1], null] : [null, null, [frame, frame + 1]];
  return {
    width: cut === 'front' ? width : height,
    height: depth,
    frames: cut === 'front' ? height : width,
    dtype: dtypeOfPixels(info.dtype),
    unit: typeof unit === 'string' ? unit : undefined,
    axes: cut === 'front' ? ['y', 'z', 'x'] : ['x', 'z', 'y'],
    read: frame => withSource(file, source => plainNumbers(source.read(dataset, part(frame)).data)),
  };
}
