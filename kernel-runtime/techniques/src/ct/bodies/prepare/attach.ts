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
import { linearise, lineariseInThreads } from './beam-hardening.js';
import { binnedShape, binProjections, croppedShape, cropProjections } from './crop-and-bin.js';
import { repairDeadPixels, repairInThreads } from './dead-pixels.js';
import { undistort } from './distortion.js';
import { normalizeAir as normalizeByAir, normalizeAirInThreads } from './normalize-air.js';
import { normalizeInTime as normalizeByTime } from './normalize-in-time.js';
import { unitOf } from '../strips.js';
import { timedTransmission } from './timed-transmission.js';
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

normalizeInTime
  .implement('wasm', {
    cost: 1,
    run: async context => {
      const { inputs, params, piece } = context;
      const transmission = context.output('transmission', inputs.proj.shape);
      const place = { ...context, firstRow: piece?.start ?? 0 };
      return { transmission, deadPixels: await timedTransmission(inputs, params, place, transmission) };
    },
  })
  .implement('plain', {
    cost: 8,
    tolerance: 1e-6,
    run: context => normalizeByTime(context.inputs, context.params, context, context.piece?.start),
  });

normalizeAir
  .implement('threads', {
    cost: 1,
    run: async context => {
      const { transmission } = context.inputs;
      const out = context.output('transmission', transmission.shape, unitOf(transmission));
      return { transmission: await normalizeAirInThreads(transmission, context.params.airPx, out, context) };
    },
  })
  .implement('plain', {
    cost: 2,
    tolerance: 0,
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

deadPixels
  .implement('threads', {
    cost: 1,
    run: context => repairInThreads(context.inputs, context.params.tolerance, context),
  })
  .implement('plain', {
    cost: 4,
    tolerance: 0,
    run: context => repairDeadPixels(context.inputs, context.params.tolerance, context),
  });

beamHardening
  .implement('wasm', {
    cost: 1,
    run: async context => {
      const { inputs, params } = context;
      const out = context.output('lineIntegrals', inputs.lineIntegrals.shape, unitOf(inputs.lineIntegrals));
      return { lineIntegrals: await lineariseInThreads(inputs.lineIntegrals, params.coefficients, out, context) };
    },
  })
  .implement('plain', {
    cost: 8,
    tolerance: 1e-6,
    run: async context => ({
      lineIntegrals: await linearise(context.inputs.lineIntegrals, context.params.coefficients, context),
    }),
  });

crop.implement('plain', {
  cost: 1,
  run: async context => {
    const { proj } = context.inputs;
    const options = { dtype: proj.dtype, ...unitOf(proj) };
    const part = context.output('proj', croppedShape(proj, context.params), options);
    return { proj: await cropProjections(proj, context.params, part, context) };
  },
});

bin.implement('threads', {
  cost: 1,
  run: async context => {
    const { inputs, params } = context;
    const binned = context.output('proj', binnedShape(inputs.proj, params.factor), unitOf(inputs.proj));
    return { proj: await binProjections(inputs.proj, params.factor, binned, context) };
  },
});

distortion.implement('threads', {
  cost: 2,
  run: async context => ({ values: await undistort(context.inputs.values, context.params, context) }),
});
