import type { AnyAlgorithm } from '@daisy-lab/core';
import { axis } from './contracts/axis.js';
import { full } from './contracts/full.js';
import { minusLog } from './contracts/minus-log.js';
import { normalize } from './contracts/normalize.js';
import { read } from './contracts/read.js';
import { recon } from './contracts/recon.js';

// Scans: what a reader of files has to provide
export type { CtScan, Fields, Projections, ScanArrays, ScanDtype } from './scan.js';

// Algorithms, in the order of a reconstruction
export { axis, full, minusLog, normalize, read, recon };

/** All algorithms and workflows of this technique. */
export const ctCatalogue: readonly AnyAlgorithm[] = [full, read, normalize, minusLog, axis, recon];
