import { DaisyError, sharedArray, type CtOperation, type CtVariation, type Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import { checkAxis, widthOf, type LiveWish } from './live-scan.js';
import type { Session, Sessions } from './sessions.js';
import { scoresOf } from './slice-statistics.js';
import { sweepAxes } from './sweep-axes.js';
import { SweptSlices } from './swept-slices.js';

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
      const swept = await sweep(sessions, session, wish, axesPx, signal);
      const all = axesPx.map((_, at) => scoresOf(swept.slice(at)!, columns));
      const viewer = sessions.show(scan, 'sweep', swept.frames());
      const scores = all.map(({ negativity }) => negativity);
      const more = {
        contrast: all.map(({ deviation }) => -deviation),
        variation: all.map(({ variation }) => variation),
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

/** Sweeps into the memory of the sweep before, whose slices are made again from now on where they are looked at. */
async function sweep(
  sessions: Sessions,
  session: Session,
  wish: LiveWish,
  axesPx: readonly number[],
  signal: AbortSignal,
): Promise<SweptSlices> {
  const { live, opened, swept: before } = session;
  const into = before?.release();
  session.swept = null;
  if (before) sessions.show(session.scan, 'sweep', before.frames());
  const slices = await sweepAxes(live, wish, axesPx, { signal, into });
  session.swept = new SweptSlices(axesPx, opened.scan.description.columns, slices, axis =>
    sweepAxes(live, wish, [axis]),
  );
  return session.swept;
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
