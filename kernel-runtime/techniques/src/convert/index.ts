import type { AnyAlgorithm } from '@daisy-lab/core';
import { convertArray } from './contracts/array.js';
import { convertNumber } from './contracts/number.js';
import { readArray } from './contracts/read.js';
import './bodies/attach.js';

// Algorithms, by the names that code of a document calls them by
export { convertArray as array, convertNumber as number, readArray as read };

// What a file is to the step that reads it
export type { DataFile } from './contracts/read.js';

/** All algorithms of this technique. */
export const convertCatalogue: readonly AnyAlgorithm[] = [convertArray, convertNumber, readArray];
