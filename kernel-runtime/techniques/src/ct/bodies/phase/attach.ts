import { paganin } from '../../contracts/phase/paganin.js';
import { paganinInThreads, paganinMemory, paganinPlainly } from './paganin.js';

paganin
  .implement('wasm', {
    cost: 4,
    memory: ({ transmission }, params) => paganinMemory(transmission, params),
    run: async context => {
      const { transmission } = context.inputs;
      const out = context.output('lineIntegrals', transmission.shape);
      return { lineIntegrals: await paganinInThreads(transmission, context.params, context, out) };
    },
  })
  .implement('reference', {
    cost: 100,
    tolerance: 1e-5,
    run: async context => ({
      lineIntegrals: await paganinPlainly(context.inputs.transmission, context.params, context),
    }),
  });
