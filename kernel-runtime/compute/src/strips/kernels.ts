import { finishStrip } from '../iterative/finish-strip.js';
import { variationStrip } from '../iterative/total-variation-strip.js';
import { medianStrip } from '../after/median.js';
import { histogramStrip, integersStrip, maskStrip, rangeStrip } from '../after/slice-values.js';
import { totalVariationStrip } from '../after/total-variation.js';
import { stitchStrip } from '../geometry/stitch.js';
import { turnStrip } from '../geometry/turn.js';
import { paganinStrip } from '../phase/paganin-strip.js';
import { airStrip } from '../prepare/air.js';
import { binStrip } from '../prepare/bin.js';
import { distortionStrip } from '../prepare/distortion.js';
import { mixedBeamStrip } from '../prepare/mixed-beam.js';
import { polynomialStrip } from '../prepare/polynomial.js';
import { repairStrip } from '../prepare/repair.js';
import { logStrip, transmissionStrip } from '../prepare/transmission.js';
import { zingersStrip } from '../prepare/zingers.js';
import { polarStrip } from '../rings/polar.js';
import { stripesStrip } from '../rings/stripes-strip.js';

/** The work that threads know, by name. */
export const kernels = {
  transmission: transmissionStrip,
  log: logStrip,
  mixedBeam: mixedBeamStrip,
  zingers: zingersStrip,
  repair: repairStrip,
  bin: binStrip,
  polynomial: polynomialStrip,
  air: airStrip,
  stitch: stitchStrip,
  turn: turnStrip,
  distortion: distortionStrip,
  paganin: paganinStrip,
  stripes: stripesStrip,
  polarRings: polarStrip,
  totalVariation: totalVariationStrip,
  median: medianStrip,
  range: rangeStrip,
  integers: integersStrip,
  histogram: histogramStrip,
  mask: maskStrip,
  finish: finishStrip,
  variation: variationStrip,
} as const;

export type KernelName = keyof typeof kernels;
