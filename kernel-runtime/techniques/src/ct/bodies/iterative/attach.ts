import { referenceProjector } from '@daisy-lab/compute';
import { iterative } from '../../contracts/iterative/iterative.js';
import { iterateSlices } from './reconstruct-iteratively.js';

iterative
  .implement('wasm', {
    cost: 200,
    // image, step, direction and point; sinogram, residual and projection
    memory: ({ lineIntegrals: [angles = 0, rows = 0, columns = 0] = [] }) =>
      Math.min(8, rows) * 4 * (4 * columns * columns + 3 * angles * columns),
    run: context => iterateSlices(context.inputs, context.params, context),
  })
  .implement('reference', {
    cost: 20000,
    tolerance: 0.05,
    run: context => iterateSlices(context.inputs, context.params, context, referenceProjector),
  });
