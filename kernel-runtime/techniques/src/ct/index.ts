import type { AnyAlgorithm } from '@daisy-lab/core';
import { axis } from './contracts/axis.js';
import { full } from './contracts/full.js';
import { minusLog } from './contracts/minus-log.js';
import { normalize } from './contracts/normalize.js';
import { read } from './contracts/read.js';
import { recon } from './contracts/recon.js';
import './bodies/attach.js';

// Scans: what a reader of files has to provide
export type { CtScan, Fields, Projections, ScanArrays, ScanDtype } from './scan.js';
export { memoryScan } from './memory-scan.js';

// Algorithms, in the order of a reconstruction
export { axis, full, minusLog, normalize, read, recon };

// The same as functions, for previews of single rows and projections
export { axisEvidence } from './bodies/axis/axis-evidence.js';
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

/** All algorithms and workflows of this technique. */
export const ctCatalogue: readonly AnyAlgorithm[] = [full, read, normalize, minusLog, axis, recon];
