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
      const { result, deadPixels: dead } = await transmissionInThreads(
        inputs,
        params,
        { ...context, firstRow: piece?.start ?? 0 },
        true,
      );
      return { lineIntegrals: result, deadPixels: dead };
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

minusLog.implement('wasm', {
  cost: 1,
  tolerance: 1e-6,
  run: async context => {
    const { lineIntegrals, bad } = await logInThreads(context.inputs.transmission, context);
    refuseMissingLogs(bad);
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
