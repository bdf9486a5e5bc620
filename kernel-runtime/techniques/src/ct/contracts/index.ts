import type { AnyAlgorithm } from '@daisy-lab/core';
import { auto } from './auto.js';
import { axis } from './axis.js';
import { findAxis } from './find-axis.js';
import { full } from './full.js';
import { alignProjections } from './geometry/align-projections.js';
import { correctTilt } from './geometry/correct-tilt.js';
import { fillOpposite } from './geometry/fill-opposite.js';
import { stitchFullTurn } from './geometry/stitch-full-turn.js';
import { iterative } from './iterative/iterative.js';
import { minusLog } from './minus-log.js';
import { normalize } from './normalize.js';
import { read } from './read.js';
import { recon } from './recon.js';
import * as after from './after/index.js';
import { paganin } from './phase/paganin.js';
import * as prepare from './prepare/index.js';
import * as rings from './rings/index.js';

/** Every algorithm and workflow of this technique: screens describe them, the catalogue has them with their bodies. */
export const ctContracts: readonly AnyAlgorithm[] = [
  full,
  read,
  normalize,
  minusLog,
  axis,
  findAxis,
  recon,
  iterative,
  fillOpposite,
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
];
