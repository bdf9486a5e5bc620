import { describe, type ContractDescription } from '@daisy-lab/core';
import { axis } from '../ct/contracts/axis.js';
import { full } from '../ct/contracts/full.js';
import { minusLog } from '../ct/contracts/minus-log.js';
import { normalize } from '../ct/contracts/normalize.js';
import { read } from '../ct/contracts/read.js';
import { recon } from '../ct/contracts/recon.js';
import { gaussianFilter } from '../image/contracts/gaussian-filter.js';

/** Contracts as plain data, for screens: what each algorithm takes and gives, without the code that computes it. */
export const schemas: readonly ContractDescription[] = [
  full,
  read,
  normalize,
  minusLog,
  axis,
  recon,
  gaussianFilter,
].map(describe);

/** The contract of an algorithm; undefined for an unknown id. */
export function schemaOf(id: string): ContractDescription | undefined {
  return schemas.find(schema => schema.id === id);
}
