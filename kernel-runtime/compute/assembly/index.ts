// Slice-batched Fourier reconstruction of parallel-beam projections: filter -> grid -> transform -> deapodise.
export { filterProjections } from './filter-projections';
export { transformBands } from './transform-bands';
export { transformRows } from './transform-rows';
