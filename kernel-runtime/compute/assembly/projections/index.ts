// Work on whole projections: from counts to line integrals, and filters of a real image in Fourier space.
export { logOfTransmission, transmissionOf } from './beam';
export { imageColumns, imageRows, spectrumOfRows } from './filter-image';
