import {
  beamHardening,
  bin,
  crop,
  deadPixels,
  distortion,
  flatLog,
  normalizeAir,
  normalizeInTime,
  zingers,
} from '../../contracts/prepare/index.js';
import { minusLog } from '../../contracts/minus-log.js';
import { normalize } from '../../contracts/normalize.js';
import { lineIntegralsOf, refuseMissingLogs } from '../minus-log.js';
import { normalizeProjections } from '../normalize-projections.js';
import { linearise } from './beam-hardening.js';
import { binProjections, cropProjections } from './crop-and-bin.js';
import { repairDeadPixels } from './dead-pixels.js';
import { undistort } from './distortion.js';
import { normalizeAir as normalizeByAir } from './normalize-air.js';
import { normalizeInTime as normalizeByTime } from './normalize-in-time.js';
import { logInThreads, transmissionInThreads } from './transmission.js';
import { zingersInThreads, zingersPlainly } from './zingers.js';

flatLog
  .implement('wasm', {
    cost: 1,
    run: async context => {
      const { inputs, params, piece } = context;
      const lineIntegrals = context.output('lineIntegrals', inputs.proj.shape);
      const place = { ...context, firstRow: piece?.start ?? 0 };
      return { lineIntegrals, deadPixels: await transmissionInThreads(inputs, params, place, true, lineIntegrals) };
    },
  })
  .implement('reference', {
    cost: 10,
    tolerance: 1e-6,
    run: async context => {
      const { inputs, params, piece } = context;
      const { transmission, deadPixels: dead } = await normalizeProjections(inputs, params, context, piece?.start);
      return { lineIntegrals: await lineIntegralsOf(transmission, context), deadPixels: dead };
    },
  });

normalize.implement('wasm', {
  cost: 0.5,
  tolerance: 1e-6,
  run: async context => {
    const { inputs, params, piece } = context;
    const transmission = context.output('transmission', inputs.proj.shape);
    const place = { ...context, firstRow: piece?.start ?? 0 };
    return { transmission, deadPixels: await transmissionInThreads(inputs, params, place, false, transmission) };
  },
});

minusLog.implement('wasm', {
  cost: 1,
  tolerance: 1e-6,
  run: async context => {
    const { transmission } = context.inputs;
    const lineIntegrals = context.output('lineIntegrals', transmission.shape);
    refuseMissingLogs(await logInThreads(transmission, context, lineIntegrals));
    return { lineIntegrals };
  },
});

normalizeInTime.implement('plain', {
  cost: 2,
  run: context => normalizeByTime(context.inputs, context.params, context, context.piece?.start),
});

normalizeAir.implement('plain', {
  cost: 1,
  run: async context => ({
    transmission: await normalizeByAir(context.inputs.transmission, context.params.airPx, context),
  }),
});

zingers
  .implement('threads', {
    cost: 3,
    run: async context => ({ values: await zingersInThreads(context.inputs.values, context.params, context) }),
  })
  .implement('reference', {
    cost: 300,
    tolerance: 0,
    run: async context => ({ values: await zingersPlainly(context.inputs.values, context.params, context) }),
  });

deadPixels.implement('plain', {
  cost: 1,
  run: context => repairDeadPixels(context.inputs, context.params.tolerance, context),
});

beamHardening.implement('plain', {
  cost: 1,
  run: async context => ({
    lineIntegrals: await linearise(context.inputs.lineIntegrals, context.params.coefficients, context),
  }),
});

crop.implement('plain', {
  cost: 1,
  run: async context => ({ proj: await cropProjections(context.inputs.proj, context.params, context) }),
});

bin.implement('plain', {
  cost: 1,
  run: async context => ({ proj: await binProjections(context.inputs.proj, context.params.factor, context) }),
});

distortion.implement('threads', {
  cost: 2,
  run: async context => ({ values: await undistort(context.inputs.values, context.params, context) }),
});
