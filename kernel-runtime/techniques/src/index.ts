import type { AnyAlgorithm } from '@daisy-lab/core';
import { convertCatalogue } from './convert/index.js';
import { ctCatalogue } from './ct/index.js';
import { imageCatalogue } from './image/index.js';

// Computed tomography
export * as ct from './ct/index.js';
export type { CtScan, Fields, Projections, ScanArrays, ScanDtype } from './ct/index.js';

// Images of any kind
export * as image from './image/index.js';

// Between steps that do not fit
export * as convert from './convert/index.js';

/** Every algorithm and workflow that Daisy knows, by technique. */
export const catalogue: readonly AnyAlgorithm[] = [...ctCatalogue, ...imageCatalogue, ...convertCatalogue];
