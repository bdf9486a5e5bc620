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

// Algorithms, in the order of a reconstruction
export { axis, full, minusLog, normalize, read, recon };

// The same as functions, for previews of single rows and projections
export { axisEvidence } from './bodies/axis/axis-evidence.js';
export { beamOf, normalizeFrame } from './bodies/normalize-projections.js';
export type { Beam, NormalizeInputs } from './bodies/normalize-projections.js';
export type { Average } from './bodies/average-frames.js';
export { minusLogInto } from './bodies/minus-log.js';

/** All algorithms and workflows of this technique. */
export const ctCatalogue: readonly AnyAlgorithm[] = [full, read, normalize, minusLog, axis, recon];
