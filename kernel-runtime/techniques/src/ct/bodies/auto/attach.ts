import { auto } from '../../contracts/auto.js';
import { proposeReconstruction } from './propose.js';

auto.implement('plain', {
  cost: 10,
  run: async context => ({ ...(await proposeReconstruction(context.inputs.scan, context.params, context)) }),
});
