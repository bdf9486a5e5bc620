import { image } from '@daisy-lab/techniques';

// TensorFlow.js is loaded when one of these bodies runs, never before. Costs are by measurement against the plain body.
image.gaussianFilter
  .implement('tensor', {
    cost: 12,
    tolerance: 1e-5,
    needs: { package: 'npm:@tensorflow/tfjs-core' },
    run: async ({ inputs, params, signal, progress }) => {
      const { filterByTensors } = await import('./gaussian-filter.js');
      return { smooth: await filterByTensors(inputs.images, params.sigmaPx, { signal, progress }) };
    },
  })
  .implement('tensorGpu', {
    cost: 1,
    tolerance: 1e-5,
    needs: { gpu: true, package: 'npm:@tensorflow/tfjs-node-gpu' },
    run: async ({ inputs, params, signal, progress }) => {
      const { filterByTensors } = await import('./gaussian-filter.js');
      return { smooth: await filterByTensors(inputs.images, params.sigmaPx, { signal, progress }) };
    },
  });
