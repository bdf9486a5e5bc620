// Slice-batched Fourier reconstruction of parallel-beam projections: filter -> grid -> transform -> deapodise.
export { filterProjections } from './filter-projections';
export { transformBands } from './transform-bands';
export { transformRows } from './transform-rows';
// The transpose, image to projections: the same stages backwards.
export { untransformRows } from './transform-rows';
export { sampleBands } from './sample-bands';
export { unfilterProjections } from './filter-projections';
