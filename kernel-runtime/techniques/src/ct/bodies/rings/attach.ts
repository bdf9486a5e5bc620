import { polarBytes, stripesBytes, type StripeOptions } from '@daisy-lab/compute';
import {
  ringPolar,
  stripeAll,
  stripeDead,
  stripeFiltering,
  stripeFitting,
  stripeFourierWavelet,
  stripeLarge,
  stripeSmoothing,
  stripeSorting,
  stripeTitarenko,
} from '../../contracts/rings/index.js';
import { threadBytes } from '../strips.js';
import { ringsInThreads } from './ring-polar.js';
import { stripesInThreads, stripesPlainly } from './stripes.js';

/**
 * Both bodies of one method; the tolerance is that of float32 against float64. In filtering the slow part of a constant column is
 * ordered by its rounding, so that single values change places.
 */
function attach(
  contract: typeof stripeSorting,
  method: StripeOptions['method'],
  cost: number,
  tolerance: number,
): void {
  const options = (params: object): StripeOptions => ({ method, ...params }) as StripeOptions;
  contract
    .implement('threads', {
      cost,
      memory: ({ lineIntegrals: [angles = 0, rows = 0, columns = 0] = [] }) =>
        threadBytes(rows, stripesBytes(angles, columns, method)),
      run: async context => {
        const { lineIntegrals } = context.inputs;
        const out = context.output('lineIntegrals', lineIntegrals.shape);
        return { lineIntegrals: await stripesInThreads(lineIntegrals, options(context.params), context, out) };
      },
    })
    .implement('reference', {
      cost: 100 * cost,
      tolerance,
      run: async context => ({
        lineIntegrals: await stripesPlainly(context.inputs.lineIntegrals, options(context.params), context),
      }),
    });
}

attach(stripeFourierWavelet as never, 'fourierWavelet', 8, 1e-6);
attach(stripeTitarenko as never, 'titarenko', 1, 1e-5);
attach(stripeSmoothing as never, 'smoothing', 1, 1e-6);
attach(stripeSorting, 'sorting', 6, 1e-6);
attach(stripeFiltering as never, 'filtering', 15, 1e-3);
attach(stripeFitting as never, 'fitting', 20, 1e-5);
attach(stripeLarge as never, 'large', 10, 1e-5);
attach(stripeDead as never, 'dead', 10, 1e-5);
attach(stripeAll as never, 'all', 16, 1e-4);

ringPolar.implement('threads', {
  cost: 5,
  memory: ({ slices: [rows = 0, side = 0] = [] }) => threadBytes(rows, polarBytes(side)),
  run: async context => ({ slices: await ringsInThreads(context.inputs.slices, context.params, context) }),
});
