import { medianPlainly, totalVariationBytes, totalVariationReference } from '@daisy-lab/compute';
import {
  circularMask,
  denoiseMedian,
  denoiseTv,
  otsu,
  porosity,
  toIntegers,
  valueRange,
} from '../../contracts/after/index.js';
import { threadBytes, unitOf } from '../strips.js';
import { medianInThreads, radiusOf, slicesPlainly, tvInThreads } from './denoise.js';
import { otsuThreshold } from './otsu.js';
import { porosityOf } from './porosity.js';
import { integersInThreads, integersOf, maskSlices, rangeOf } from './values.js';

circularMask.implement('threads', {
  cost: 1,
  run: async context => {
    const { inputs, params } = context;
    const out = context.output('slices', inputs.slices.shape, unitOf(inputs.slices));
    return { slices: await maskSlices(inputs.slices, params.ratio, params.value, out, context) };
  },
});

valueRange.implement('threads', { cost: 1, run: context => rangeOf(context.inputs.slices, context) });

toIntegers
  .implement('wasm', {
    cost: 1,
    run: context => {
      const { inputs, params } = context;
      const images = context.output('images', inputs.slices.shape, { dtype: `uint${params.bits}` });
      return integersInThreads(inputs, images, context);
    },
  })
  .implement('plain', {
    cost: 8,
    tolerance: 0,
    run: context => {
      const { inputs, params } = context;
      const images = context.output('images', inputs.slices.shape, { dtype: `uint${params.bits}` });
      return integersOf(inputs, images, context);
    },
  });

denoiseTv
  .implement('wasm', {
    cost: 3,
    memory: ({ slices: [rows = 0, height = 0, width = 0] = [] }) =>
      threadBytes(rows, totalVariationBytes(height, width)),
    run: async context => ({ slices: await tvInThreads(context.inputs.slices, context.params, context) }),
  })
  .implement('reference', {
    cost: 20,
    tolerance: 1e-4,
    run: async context => {
      const { inputs, params } = context;
      return { slices: await slicesPlainly(inputs.slices, params, totalVariationReference, context) };
    },
  });

denoiseMedian
  .implement('wasm', {
    cost: 1,
    run: async context => ({ slices: await medianInThreads(context.inputs.slices, context.params, context) }),
  })
  .implement('reference', {
    cost: 40,
    tolerance: 0,
    run: async context => {
      const radius = radiusOf(context.params.sizePx);
      return { slices: await slicesPlainly(context.inputs.slices, { radius }, medianPlainly, context) };
    },
  });

otsu.implement('threads', {
  cost: 1,
  run: context => otsuThreshold(context.inputs.slices, context.params.circle, context),
});

porosity.implement('plain', {
  cost: 3,
  run: ({ inputs: { slices, threshold }, params }) => porosityOf(slices, threshold, params),
});
