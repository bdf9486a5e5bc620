// Work on whole projections and slices: from counts to line integrals, filters of a real image in Fourier space, total variation.
export { logOfTransmission, transmissionOf } from './beam';
export { imageColumns, imageRows, spectrumOfRows } from './filter-image';
export { advanceRows, takeRow } from './total-variation';
export { rootOfProducts, smallestProduct, subtractLine, sumLine } from './lines';
