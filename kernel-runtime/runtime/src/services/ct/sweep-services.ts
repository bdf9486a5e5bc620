import { DaisyError, sharedArray, type CtOperation, type CtVariation, type Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import type { FrameSource } from '../viewer/frame-source.js';
import { checkAxis, widthOf, type LiveWish } from './live-scan.js';
import type { Sessions } from './sessions.js';
import { negativity, sharpnessOf } from './slice-statistics.js';
import { sweepAxes } from './sweep-axes.js';

const mostSlices = 64;

/** Many slices of one row at once. */
export function sweepServices(sessions: Sessions): Services {
  return {
    'ct.sweep': async ({ scan, axesPx, ...wish }, { signal }) => {
      const started = performance.now();
      const session = sessions.get(scan);
      checkCount(axesPx.length);
      const columns = session.opened.scan.description.columns;
      axesPx.forEach(axis => checkAxis(axis, columns));
      const slices = await sweepAxes(session.live, wish, axesPx, signal);
      const scores = slices.map(slice => negativity(slice, columns));
      const viewer = sessions.show(scan, 'sweep', slicesSource(slices, columns));
      const sharpness = slices.map(slice => sharpnessOf(slice, columns));
      const more = {
        contrast: sharpness.map(({ deviation }) => -deviation),
        variation: sharpness.map(({ variation }) => variation),
      };
      return { result: { viewer, axesPx, scores, more, milliseconds: performance.now() - started } };
    },
    'ct.grid': async ({ scan, axisPx, first, second, ...wish }, { signal }) => {
      const started = performance.now();
      const { live, opened } = sessions.get(scan);
      const columns = await widthOf(live, wish, axisPx, opened.scan.description.columns);
      const count = first.values.length * second.values.length;
      checkCount(count);
      const all = sharedArray('float32', [count, columns, columns], ['candidate', 'y', 'x'], '1/pixel');
      for (let at = 0; at < count; at++) {
        const varied = vary(vary(wish, first, at % first.values.length), second, Math.floor(at / first.values.length));
        const slices = await live.slice(varied, varied.axisPx ?? axisPx, false, signal);
        checkSize(slices.shape[1]!, columns);
        all.data.set(slices.data, at * columns * columns);
      }
      const viewer = sessions.show(scan, 'grid', arrayFrames(all));
      return { result: { viewer, milliseconds: performance.now() - started } };
    },
  };
}

/** Slices that lie apart in memory. */
function slicesSource(slices: readonly Float32Array[], columns: number): FrameSource {
  return {
    width: columns,
    height: columns,
    frames: slices.length,
    dtype: 'float32',
    unit: '1/pixel',
    axes: ['candidate', 'y', 'x'],
    read: frame => Promise.resolve(slices[frame]!),
  };
}

type Varied = LiveWish & { readonly axisPx?: number };

/** The wish with one parameter at one of its values. */
function vary(wish: Varied, { operation, name, values }: CtVariation, at: number): Varied {
  const value = values[at];
  if (operation !== null) {
    const operations = (wish.operations ?? []).map((one, index): CtOperation =>
      index === operation ? { ...one, params: { ...one.params, [name]: value } } : one,
    );
    return { ...wish, operations };
  }
  return name === 'axisPx'
    ? { ...wish, axisPx: Number(value) }
    : { ...wish, params: { ...wish.params, [name]: value } };
}

function checkSize(size: number, columns: number): void {
  if (size === columns) return;
  throw new DaisyError('Input', {
    message: 'A stitched full turn has slices of another size at each axis, which no grid shows.',
    action: 'Vary other parameters, or bypass the stitching.',
  });
}

function checkCount(count: number): void {
  if (count >= 1 && count <= mostSlices) return;
  throw new DaisyError('Input', {
    message: `${count} slices at once cannot be shown.`,
    action: `Choose 1 to ${mostSlices}.`,
  });
}
