import { gaussianFilter } from '../contracts/gaussian-filter.js';
import { filterPlainly } from './gaussian-filter.js';

gaussianFilter.implement('plain', {
  cost: 10,
  run: async context => ({ smooth: await filterPlainly(context.inputs.images, context.params.sigmaPx, context) }),
});
