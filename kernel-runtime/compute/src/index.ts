// Fourier transforms, float64
export { fastLength, fftOf } from './fft/fft.js';
export type { Fft } from './fft/fft.js';
export { inverseRealFft, realFft } from './fft/real-fft.js';
export type { HalfSpectrum } from './fft/real-fft.js';

// Reconstruction of parallel-beam slices
export type { FourierJob, FourierLayout } from './fourier/job.js';
export { filterNames } from './fourier/filters.js';
export type { FilterName } from './fourier/filters.js';
export { qualities } from './fourier/quality.js';
export type { Quality } from './fourier/quality.js';
export { reconstructFourierSync } from './fourier/reconstruct-sync.js';
export { reconstructReference } from './reference/reconstruct-reference.js';
export type { ReferenceOptions } from './reference/reconstruct-reference.js';

// The same in worker threads
export { closePool, reconstructFourier } from './pool/reconstruct-fourier.js';
export type { ComputeOptions } from './pool/pool-job.js';
export { setWorkerFile } from './pool/start-worker.js';
