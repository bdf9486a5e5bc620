import {
  circularMask,
  denoiseMedian,
  denoiseTv,
  otsu,
  porosity,
  toIntegers,
  valueRange,
} from '../../contracts/after/index.js';
import { smoothByMedian, smoothByTv } from './denoise.js';
import { otsuThreshold } from './otsu.js';
import { porosityOf } from './porosity.js';
import { integersOf, maskSlices, rangeOf } from './values.js';

circularMask.implement('plain', {
  cost: 1,
  run: async context => {
    const { ratio, value } = context.params;
    return { slices: await maskSlices(context.inputs.slices, ratio, value, context) };
  },
});

valueRange.implement('plain', { cost: 1, run: context => rangeOf(context.inputs.slices, context) });

toIntegers.implement('plain', {
  cost: 1,
  run: context => integersOf(context.inputs, context.params.bits, context),
});

denoiseTv.implement('threads', {
  cost: 20,
  run: async context => ({ slices: await smoothByTv(context.inputs.slices, context.params, context) }),
});

denoiseMedian.implement('threads', {
  cost: 5,
  run: async context => ({ slices: await smoothByMedian(context.inputs.slices, context.params, context) }),
});

otsu.implement('plain', {
  cost: 1,
  run: context => otsuThreshold(context.inputs.slices, context.params.circle, context),
});

porosity.implement('plain', {
  cost: 3,
  run: ({ inputs: { slices, threshold }, params }) => porosityOf(slices, threshold, params),
});
