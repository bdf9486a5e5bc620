// Fourier transforms, float64
export { fastLength, fftOf } from './fft/fft.js';
export type { Fft } from './fft/fft.js';
export { inverseRealFft, realFft } from './fft/real-fft.js';
export type { HalfSpectrum } from './fft/real-fft.js';

// Reconstruction of parallel-beam slices
export type { FourierJob, FourierLayout, Padding, Region } from './fourier/job.js';
export { paddings } from './fourier/job.js';
export { angularWeights } from './fourier/angular-weights.js';
export { filterNames } from './fourier/filters.js';
export type { FilterName } from './fourier/filters.js';
export { qualities } from './fourier/quality.js';
export type { Quality } from './fourier/quality.js';
export { workspaceBytes } from './fourier/sizes.js';
export { reconstructFourierSync } from './fourier/reconstruct-sync.js';
export { reconstructPixels } from './reference/reconstruct-pixels.js';
export { reconstructReference } from './reference/reconstruct-reference.js';
export type { ReferenceOptions } from './reference/reconstruct-reference.js';

// The same in worker threads
export { closePool, reconstructFourier } from './pool/reconstruct-fourier.js';
export type { ComputeOptions } from './pool/pool-job.js';
export { fourierProjector } from './pool/projector.js';
export type { Projector, ProjectorGeometry } from './pool/projector.js';
export { referenceProjector } from './reference/reference-projector.js';
export { reconstructIteratively } from './iterative/iterate.js';
export { KeptFloats } from './iterative/kept-floats.js';
export type { IterativeResult } from './iterative/iterate.js';
export { iterativeMethods } from './iterative/iteration.js';
export type { IterativeMethod, IterativeOptions } from './iterative/iteration.js';
export { setWorkerFile } from './pool/start-worker.js';
export { forgetMessages, noteDropped } from './pool/dropped-memory.js';

// Compression of chunks and frames
export { ChunkCodec, largestChunkBytes } from './codecs/chunk-codec.js';
export type { ChunkFormat } from './codecs/chunk-codec.js';
export { decodeBytes, encodeBytes } from './codecs/bytes.js';
export { canDecode, filterId, filterName } from './codecs/filters.js';
export type { FilterSpec } from './codecs/filters.js';
export { zstdAvailable } from './codecs/general.js';

// Work on independent rows, frames or pixels in worker threads, on shared memory
export { runStrips } from './strips/run-strips.js';
export type { StripOptions } from './strips/run-strips.js';
export type { KernelName } from './strips/kernels.js';
export { closeStripThreads } from './strips/strip-threads.js';
export { pagedMemory } from './wasm/paged-memory.js';

// Projections: beam, logarithm, phase
export { blockPixels, joinBad } from './prepare/transmission.js';
export type { BadValues, TransmissionTask } from './prepare/transmission.js';
export type { MixedBeamTask } from './prepare/mixed-beam.js';
export { airStrip } from './prepare/air.js';
export type { AirTask } from './prepare/air.js';
export type { PolynomialTask } from './prepare/polynomial.js';
export type { BinTask } from './prepare/bin.js';
export { repairLine } from './prepare/repair.js';
export type { RepairTask } from './prepare/repair.js';
export type { DistortionTask } from './prepare/distortion.js';
export { zingerSides } from './prepare/zingers.js';
export type { ZingerSides, ZingerTask } from './prepare/zingers.js';
export { paganinMethods } from './phase/paganin-filter.js';
export type { PaganinMethod, PaganinOptions } from './phase/paganin-filter.js';
export { paganinBytes } from './phase/paganin-strip.js';
export type { PaganinTask } from './phase/paganin-strip.js';
export { paganinReference } from './reference/paganin-reference.js';

// Stripes of sinograms
export { wavelets } from './rings/stripe-options.js';
export type { Sinogram, StripeMethod, StripeOptions, Wavelet } from './rings/stripe-options.js';
export { removeStripes, stripesBytes } from './rings/stripes-strip.js';
export type { StripesTask } from './rings/stripes-strip.js';
export { removeStripesReference } from './reference/stripes/stripes-reference.js';
export { polarBytes } from './rings/polar.js';
export type { PolarTask } from './rings/polar.js';

// Projections: views that are turned or joined
export { cubicWeights, valueAt } from './geometry/cubic.js';
export type { StitchTask } from './geometry/stitch.js';
export type { TurnTask } from './geometry/turn.js';

// Slices: noise, values, regions
export { medianPlainly } from './after/median.js';
export type { MedianTask } from './after/median.js';
export { totalVariationBytes } from './after/total-variation.js';
export type { TotalVariationTask } from './after/total-variation.js';
export { totalVariationReference } from './reference/total-variation-reference.js';
export type { HistogramTask, IntegersTask, MaskTask, RangeTask } from './after/slice-values.js';
export { blockValues } from './wasm/image-blocks.js';
export { labelRegions } from './after/label.js';
export type { Regions } from './after/label.js';
