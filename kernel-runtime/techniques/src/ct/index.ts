import { auto } from './contracts/auto.js';
import { axis } from './contracts/axis.js';
import { findAxis } from './contracts/find-axis.js';
import { full } from './contracts/full.js';
import { alignProjections } from './contracts/geometry/align-projections.js';
import { correctTilt } from './contracts/geometry/correct-tilt.js';
import { fillOpposite } from './contracts/geometry/fill-opposite.js';
import { stitchFullTurn } from './contracts/geometry/stitch-full-turn.js';
import { iterative } from './contracts/iterative/iterative.js';
import { minusLog } from './contracts/minus-log.js';
import { normalize } from './contracts/normalize.js';
import { read } from './contracts/read.js';
import { recon } from './contracts/recon.js';
import {
  circularMask,
  denoiseMedian,
  denoiseTv,
  otsu,
  porosity,
  toIntegers,
  valueRange,
} from './contracts/after/index.js';
import { paganin } from './contracts/phase/paganin.js';
import {
  beamHardening,
  bin,
  crop,
  deadPixels,
  distortion,
  flatLog,
  normalizeAir,
  normalizeInTime,
  zingers,
} from './contracts/prepare/index.js';
import {
  ringPolar,
  stripeAll,
  stripeDead,
  stripeFiltering,
  stripeFitting,
  stripeFourierWavelet,
  stripeLarge,
  stripeSmoothing,
  stripeSorting,
  stripeTitarenko,
} from './contracts/rings/index.js';
import './bodies/attach.js';
import './bodies/auto/attach.js';
import './bodies/geometry/attach.js';
import './bodies/iterative/attach.js';
import './bodies/after/attach.js';
import './bodies/phase/attach.js';
import './bodies/prepare/attach.js';
import './bodies/rings/attach.js';

// Scans: what a reader of files has to provide
export type { CtScan, Fields, Projections, ScanArrays, ScanDtype } from './scan.js';
export { memoryScan } from './memory-scan.js';

// Algorithms, in the order of a reconstruction
export { axis, findAxis, full, iterative, minusLog, normalize, read, recon };

// Geometry: half acquisition, leaning axis, jitter
export { alignProjections, correctTilt, fillOpposite, stitchFullTurn };

// A pipeline from the scan, a volume from the pipeline
export { auto };
export type { AutoChoice } from './contracts/auto.js';
export { proposeReconstruction } from './bodies/auto/propose.js';
export type { AutoParams, Proposal } from './bodies/auto/propose.js';
export { openVolume } from './bodies/volume/recipe-volume.js';
export type { Plane, RecipeVolume, RunSlices, SliceRequest, VolumeRecipe } from './bodies/volume/recipe-volume.js';

// What a scan is that does not say it: without flat fields, without angles
export { guessValues } from './bodies/recognise/guess-values.js';
export type { ValuesGuess } from './bodies/recognise/guess-values.js';
export { guessTurn, viewsOfTurn } from './bodies/recognise/guess-turn.js';
export type { TurnGuess } from './bodies/recognise/guess-turn.js';

// Prepare projections
export { flatLog, normalizeInTime, normalizeAir, deadPixels, zingers, beamHardening, crop, bin, distortion };

// Stripes of sinograms, rings of slices
export {
  stripeFourierWavelet,
  stripeTitarenko,
  stripeSmoothing,
  stripeSorting,
  stripeFiltering,
  stripeFitting,
  stripeLarge,
  stripeDead,
  stripeAll,
  ringPolar,
};

// Phase
export { paganin };

// Slices: masks, integers, noise, segmentation
export { circularMask, valueRange, toIntegers, denoiseTv, denoiseMedian, otsu, porosity };

// The same as functions, for previews of single rows and projections
export { axisEvidence } from './bodies/axis/axis-evidence.js';
export { findAxisOfScan } from './bodies/axis/find-axis.js';
export { fitAxisLine } from './bodies/axis/fit-rows.js';
export type { AxisLine, RowAxis } from './bodies/axis/fit-rows.js';
export { scoreAxes } from './bodies/axis/sweep-axis.js';
export { sweepSlices } from './bodies/reconstruct.js';
export { axisMethods } from './contracts/axis-method.js';
export type { AxisMethod } from './contracts/axis-method.js';
export { beamOf, missingCounts, normalizeFrame } from './bodies/normalize-projections.js';
export type { Beam, NormalizeInputs } from './bodies/normalize-projections.js';
export type { Average } from './bodies/average-frames.js';
export { minusLogInto } from './bodies/minus-log.js';

// Objects with known truth, and simulated scans of them
export { demoPhantom } from './phantom/demo-phantom.js';
export { disc, halfTurnAngles } from './phantom/disc.js';
export type { Disc, DiscOptions } from './phantom/disc.js';
export { drawEllipses, projectEllipses } from './phantom/ellipse.js';
export type { Ellipse } from './phantom/ellipse.js';
export { cutEllipsoids } from './phantom/ellipsoid.js';
export type { Ellipsoid } from './phantom/ellipsoid.js';
export { simulateScan } from './phantom/simulate-scan.js';
export type { SimulatedScan, SimulateOptions } from './phantom/simulate-scan.js';

/** All algorithms and workflows of this technique, with their bodies. */
export { ctContracts as ctCatalogue } from './contracts/index.js';
