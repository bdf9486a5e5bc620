import type { AnyAlgorithm } from '@daisy-lab/core';
import { convertArray } from './contracts/array.js';
import { convertNumber } from './contracts/number.js';
import './bodies/attach.js';

// Algorithms
export { convertArray, convertNumber };

/** All algorithms of this technique. */
export const convertCatalogue: readonly AnyAlgorithm[] = [convertArray, convertNumber];
