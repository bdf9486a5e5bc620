import { describe, type ContractDescription } from '@daisy-lab/core';
import { auto } from '../ct/contracts/auto.js';
import { axis } from '../ct/contracts/axis.js';
import { findAxis } from '../ct/contracts/find-axis.js';
import { full } from '../ct/contracts/full.js';
import { alignProjections } from '../ct/contracts/geometry/align-projections.js';
import { correctTilt } from '../ct/contracts/geometry/correct-tilt.js';
import { stitchFullTurn } from '../ct/contracts/geometry/stitch-full-turn.js';
import { iterative } from '../ct/contracts/iterative/iterative.js';
import { minusLog } from '../ct/contracts/minus-log.js';
import { normalize } from '../ct/contracts/normalize.js';
import { read } from '../ct/contracts/read.js';
import { recon } from '../ct/contracts/recon.js';
import * as after from '../ct/contracts/after/index.js';
import { paganin } from '../ct/contracts/phase/paganin.js';
import * as prepare from '../ct/contracts/prepare/index.js';
import * as rings from '../ct/contracts/rings/index.js';
import { gaussianFilter } from '../image/contracts/gaussian-filter.js';

/** Contracts as plain data, for screens: what each algorithm takes and gives, without the code that computes it. */
export const schemas: readonly ContractDescription[] = [
  full,
  read,
  normalize,
  minusLog,
  axis,
  findAxis,
  recon,
  iterative,
  stitchFullTurn,
  correctTilt,
  alignProjections,
  auto,
  prepare.flatLog,
  prepare.normalizeInTime,
  prepare.normalizeAir,
  prepare.deadPixels,
  prepare.zingers,
  prepare.beamHardening,
  prepare.crop,
  prepare.bin,
  prepare.distortion,
  rings.stripeFourierWavelet,
  rings.stripeTitarenko,
  rings.stripeSmoothing,
  rings.stripeSorting,
  rings.stripeFiltering,
  rings.stripeFitting,
  rings.stripeLarge,
  rings.stripeDead,
  rings.stripeAll,
  rings.ringPolar,
  paganin,
  after.circularMask,
  after.valueRange,
  after.toIntegers,
  after.denoiseTv,
  after.denoiseMedian,
  after.otsu,
  after.porosity,
  gaussianFilter,
].map(describe);

/** The contract of an algorithm; undefined for an unknown id. */
export function schemaOf(id: string): ContractDescription | undefined {
  return schemas.find(schema => schema.id === id);
}
