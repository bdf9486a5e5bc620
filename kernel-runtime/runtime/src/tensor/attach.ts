import { image } from '@daisy-lab/techniques';

/** A batch of eight images as tensor, mirrored at its edges and filtered along one axis. */
const memory = ({ images: [, rows = 0, columns = 0] = [] }: { readonly images?: readonly number[] }): number =>
  3 * 8 * rows * columns * Float32Array.BYTES_PER_ELEMENT;

// TensorFlow.js is loaded when one of these bodies runs, never before. Costs are by measurement against the plain body.
image.gaussianFilter
  .implement('tensor', {
    cost: 12,
    tolerance: 1e-5,
    memory,
    needs: { package: 'npm:@tensorflow/tfjs-core' },
    run: async ({ inputs, params, signal, progress }) => {
      const { filterByTensors } = await import('./gaussian-filter.js');
      return { smooth: await filterByTensors(inputs.images, params.sigmaPx, { signal, progress }) };
    },
  })
  .implement('tensorGpu', {
    cost: 1,
    tolerance: 1e-5,
    memory,
    needs: { gpu: true, package: 'npm:@tensorflow/tfjs-node-gpu' },
    run: async ({ inputs, params, signal, progress }) => {
      const { filterByTensors } = await import('./gaussian-filter.js');
      return { smooth: await filterByTensors(inputs.images, params.sigmaPx, { signal, progress }) };
    },
  });
