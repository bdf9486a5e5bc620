import { finishStrip } from '../iterative/finish-strip.js';
import { variationStrip } from '../iterative/total-variation-strip.js';
import { medianStrip } from '../after/median.js';
import { totalVariationStrip } from '../after/total-variation.js';
import { paganinStrip } from '../phase/paganin-strip.js';
import { distortionStrip } from '../prepare/distortion.js';
import { logStrip, transmissionStrip } from '../prepare/transmission.js';
import { zingersStrip } from '../prepare/zingers.js';
import { polarStrip } from '../rings/polar.js';
import { stripesStrip } from '../rings/stripes-strip.js';

/** The work that threads know, by name. */
export const kernels = {
  transmission: transmissionStrip,
  log: logStrip,
  zingers: zingersStrip,
  distortion: distortionStrip,
  paganin: paganinStrip,
  stripes: stripesStrip,
  polarRings: polarStrip,
  totalVariation: totalVariationStrip,
  median: medianStrip,
  finish: finishStrip,
  variation: variationStrip,
} as const;

export type KernelName = keyof typeof kernels;
