import { DaisyError, ndarray, type CtOperation, type NdArray, type Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import type { Pixels } from '../viewer/frame-source.js';
import { withoutCarriers } from './operations.js';
import type { Sessions } from './sessions.js';
import { regionOf } from './slice-statistics.js';

/** Share of the spread of the values from which on a pixel counts as changed. */
const changedFrom = 0.01;

/** Two pictures beside each other, and numbers of one. */
export function compareServices(sessions: Sessions): Services {
  const { viewers } = sessions;
  return {
    'ct.sinogram': async ({ scan, before: earlier = [], ...wish }, { signal }) => {
      const { live } = sessions.get(scan);
      const of = (operations: readonly CtOperation[]) =>
        live.prepared({ ...wish, operations: withoutCarriers(operations) }, signal);
      const plain = await of(earlier);
      const changed = await of(wish.operations ?? []);
      const [before, after] = [sinogram(plain.lineIntegrals), sinogram(changed.lineIntegrals)];
      const difference = differenceOf(before.data, after.data);
      return {
        result: {
          before: sessions.show(scan, 'before', arrayFrames(before)),
          after: sessions.show(scan, 'after', arrayFrames(after)),
          difference: sessions.show(scan, 'change', arrayFrames({ ...before, data: difference })),
          changedShare: changedShareOf(before.data, difference),
        },
      };
    },
    'ct.pin': async ({ scan }) => {
      const { slice } = sessions.get(scan);
      if (!slice) {
        throw new DaisyError('Input', {
          message: 'There is no slice to keep.',
          action: 'Find the rotation axis first.',
        });
      }
      return { result: { viewer: sessions.show(scan, 'pin', arrayFrames(slice)) } };
    },
    'ct.difference': async ({ scan, first: a, second: b, frame = 0 }) => {
      const [one, other] = [viewers.info(a), viewers.info(b)];
      if (one.width !== other.width || one.height !== other.height) {
        throw new DaisyError('Input', {
          message: `Pictures of ${one.width} x ${one.height} and ${other.width} x ${other.height} pixels have no difference.`,
          action: 'Keep the slice again, then compare.',
        });
      }
      const data = differenceOf(await viewers.frame(one.handle, frame), await viewers.frame(other.handle, frame));
      const array = ndarray(data, [one.height, one.width], ['y', 'x'], one.unit);
      let sum = 0;
      for (const value of data) if (Number.isFinite(value)) sum += Math.abs(value);
      const viewer = sessions.show(scan, 'difference', arrayFrames(array));
      return { result: { viewer, meanAbsolute: sum / data.length } };
    },
    'ct.region': async ({ handle, frame, ...region }) => {
      const { width, height } = viewers.info(handle);
      return { result: regionOf(await viewers.frame(handle, frame), width, height, region) };
    },
  };
}

/** [angle][column] of one prepared row. */
function sinogram({ data, shape }: NdArray<'float32'>): NdArray<'float32'> {
  return ndarray(data, [shape[0]!, shape[2]!], ['angle', 'column']);
}

function differenceOf(a: Pixels, b: Pixels): Float32Array {
  const difference = new Float32Array(a.length);
  for (let at = 0; at < a.length; at++) difference[at] = b[at]! - a[at]!;
  return difference;
}

function changedShareOf(before: Float32Array, difference: Float32Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of before) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const least = changedFrom * (high - low);
  let changed = 0;
  for (const value of difference) if (Math.abs(value) > least) changed++;
  return changed / difference.length;
}
