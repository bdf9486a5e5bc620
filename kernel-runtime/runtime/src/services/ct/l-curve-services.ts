import { DaisyError, type CtOperation, type Services } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { LiveWish } from './live-scan.js';
import type { Sessions } from './sessions.js';
import { bendOf, roughnessOf } from './l-curve.js';

const mostValues = 32;

/** How much smoothness costs in misfit. */
export function lCurveServices(sessions: Sessions): Services {
  return {
    'ct.lCurve': async ({ scan, axisPx, values, ...wish }, { signal }) => {
      const started = performance.now();
      const { live, opened } = sessions.get(scan);
      checkValues(values);
      const { columns } = opened.scan.description;
      const misfits: number[] = [];
      const roughness: number[] = [];
      for (const smoothness of values) {
        const { slices, residuals } = await live.made(withSmoothness(wish, smoothness), axisPx, false, signal);
        misfits.push(residuals?.at(-1) ?? Number.NaN);
        roughness.push(roughnessOf(slices.data, columns));
      }
      const corner = bendOf(misfits, roughness);
      return { result: { values, misfits, roughness, corner, milliseconds: performance.now() - started } };
    },
  };
}

function checkValues(values: readonly number[]): void {
  if (values.length >= 3 && values.length <= mostValues && values.every(value => value > 0)) return;
  throw new DaisyError('Input', {
    message: 'An L-curve needs several weights above 0.',
    action: `Give 3 to ${mostValues} of them.`,
  });
}

/** The recipe with total variation at a weight, and without what is done to the slices later. */
function withSmoothness(wish: LiveWish, smoothness: number): LiveWish {
  const operations = (wish.operations ?? []).map((one): CtOperation =>
    one.algorithm === ct.iterative.id
      ? { ...one, off: false, params: { ...one.params, method: 'tv', smoothness } }
      : one,
  );
  if (operations.some(({ algorithm }) => algorithm === ct.iterative.id)) return { ...wish, operations };
  throw new DaisyError('Input', {
    message: 'The pipeline has no reconstruction by iterations.',
    action: 'Add "Reconstruct by iterations" first.',
  });
}
