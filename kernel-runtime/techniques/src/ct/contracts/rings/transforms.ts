import { algorithm, p } from '@daisy-lab/core';
import { stripePorts } from './stripe-ports.js';

/**
 * Remove stripes by the combined wavelet and Fourier filter: the sinogram is decomposed by a 2-D wavelet transform; in the bands
 * that hold what is slow along the angle and fast along the columns, frequencies v along the angle are damped by
 * `1 - exp(-v^2 / 2 sigma^2)`.
 *
 * Signals are mirrored at their ends; with `pad` an eighth of the number of angles is added as zeros, half on each side, as TomoPy
 * does. Each level finds stripes twice as wide as the one before, and changes more of the object: the last ones the mean of each
 * projection. By default there are log2 of the columns, rounded up, less 5, within 1 and 5: stripes of a few columns go, and line
 * integrals of about 1 without stripes change by less than 0.01 rms. TomoPy takes log2 of the longer side, rounded up.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see B. Münch et al., Opt. Express 17 (2009) 8567
 */
export const stripeFourierWavelet = algorithm('ct.stripeFourierWavelet', {
  version: '1.1.0',
  title: 'Stripes: Fourier-wavelet',
  help: 'Damps what is constant along the angle in the bands of a wavelet transform (Münch 2009).',
  ...stripePorts,
  params: {
    levels: p.integer({
      optional: true,
      min: 1,
      max: 16,
      title: 'Levels',
      help: 'Empty: up to five, by the width. More levels find wider stripes and change more of the object.',
    }),
    wavelet: p.choice(['haar', 'db2', 'db3', 'db5', 'db8'], { default: 'db5', title: 'Wavelet' }),
    sigma: p.number({
      default: 2,
      min: 0.01,
      max: 100,
      title: 'Damping',
      help: 'Width of the damping, in frequencies.',
    }),
    pad: p.bool({ default: true, title: 'Pad', help: 'Add an eighth of the angles as zeros.', advanced: true }),
  },
});

/**
 * Remove stripes by Titarenko's regularisation in closed form: for the first and the second difference D of neighbouring columns the
 * offsets q solve `(D^T D + a) q = -D^T D m`, with m the column means and `a = 1 / (2 (max - min))` of the sums of the projections.
 * The result is `sqrt(p1 p2 + offset |min(p1 p2)|)` of the two corrected sinograms.
 *
 * The root with its offset is that of TomoPy and raises all values by an amount that depends on the smallest product; `offset` 0 gives
 * the plain geometric mean, negative products taken as 0.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see E. X. Miqueles et al., J. Synchrotron Rad. 21 (2014) 1333
 */
export const stripeTitarenko = algorithm('ct.stripeTitarenko', {
  version: '1.0.0',
  title: 'Stripes: Titarenko',
  help: 'Finds the offset of each column by regularised least squares of the differences of neighbours (Miqueles 2014).',
  ...stripePorts,
  params: {
    offset: p.number({
      default: 1.5,
      min: 0,
      max: 100,
      title: 'Offset',
      help: 'Multiple of the smallest product that is added before the square root.',
    }),
  },
});

/**
 * Remove stripes by a smoothing filter: from each column is subtracted what its mean over all angles has above the mean of `sizePx`
 * neighbouring columns; the end columns are repeated beyond the ends.
 *
 * Linear in the sinogram. Edges of the object near the axis are taken for stripes as well.
 *
 * @throws DaisyError `Data` for values that are not finite.
 */
export const stripeSmoothing = algorithm('ct.stripeSmoothing', {
  version: '1.0.0',
  title: 'Stripes: smoothing filter',
  help: 'Subtracts the difference of each column mean to the mean of its neighbours.',
  ...stripePorts,
  params: {
    sizePx: p.integer({ default: 5, min: 1, max: 2001, unit: 'pixel', title: 'Window', help: 'Columns of the mean.' }),
  },
});
