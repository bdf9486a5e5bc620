import type { AnyAlgorithm } from '@daisy-lab/core';
import { gaussianFilter } from './contracts/gaussian-filter.js';
import './bodies/attach.js';

// Algorithms
export { gaussianFilter };

// What bodies on other machines share with the plain one
export { gaussianKernel, mirroredIndices } from './bodies/gaussian-kernel.js';

/** All algorithms of this technique. */
export const imageCatalogue: readonly AnyAlgorithm[] = [gaussianFilter];
