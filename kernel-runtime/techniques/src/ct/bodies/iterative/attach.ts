import { referenceProjector } from '@daisy-lab/compute';
import { iterative } from '../../contracts/iterative/iterative.js';
import { iterateSlices, iterativeBytes } from './reconstruct-iteratively.js';

iterative
  .implement('wasm', {
    cost: 200,
    memory: ({ lineIntegrals }, params) => iterativeBytes(lineIntegrals, params),
    run: context => iterateSlices(context.inputs, context.params, context),
  })
  .implement('reference', {
    cost: 20000,
    tolerance: 0.05,
    run: context => iterateSlices(context.inputs, context.params, context, referenceProjector),
  });
