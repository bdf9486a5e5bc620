import { convertArray } from '../contracts/array.js';
import { convertNumber } from '../contracts/number.js';
import { readArray } from '../contracts/read.js';
import { convertValues } from './convert-array.js';
import { factorOf } from './factor.js';
import { readNamed } from './read-array.js';

convertNumber.implement('plain', {
  run: ({ inputs: { value }, params: { from, to } }) => ({ converted: value * factorOf(from, to) }),
});

convertArray.implement('plain', {
  run: async context => ({ converted: await convertValues(context.inputs.values, context.params, context) }),
});

readArray.implement('stored', {
  run: async ({ inputs: { file }, params, signal }) => ({ values: await readNamed(file, params, signal) }),
});
