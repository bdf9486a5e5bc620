import { describe, type ContractDescription } from '@daisy-lab/core';
import { convertArray } from '../convert/contracts/array.js';
import { convertNumber } from '../convert/contracts/number.js';
import { readArray } from '../convert/contracts/read.js';
import { ctContracts } from '../ct/contracts/index.js';
import { gaussianFilter } from '../image/contracts/gaussian-filter.js';

/** Contracts as plain data, for screens: what each algorithm takes and gives, without the code that computes it. */
export const schemas: readonly ContractDescription[] = [
  ...ctContracts,
  gaussianFilter,
  convertArray,
  convertNumber,
  readArray,
].map(describe);

/** The contract of an algorithm; undefined for an unknown id. */
export function schemaOf(id: string): ContractDescription | undefined {
  return schemas.find(schema => schema.id === id);
}
