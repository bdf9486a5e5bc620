import type { AnyAlgorithm } from '@daisy-lab/core';
import { ctCatalogue } from './ct/index.js';

// Computed tomography
export * as ct from './ct/index.js';
export type { CtScan, Fields, Projections, ScanArrays, ScanDtype } from './ct/index.js';

/** Every algorithm and workflow that Daisy knows, by technique. */
export const catalogue: readonly AnyAlgorithm[] = [...ctCatalogue];
