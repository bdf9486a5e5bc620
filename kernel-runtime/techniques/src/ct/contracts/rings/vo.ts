import { algorithm, p, type Param } from '@daisy-lab/core';
import { snrParam, stripePorts } from './stripe-ports.js';

const medianParam = (width: number): Param<number> =>
  p.integer({
    default: width,
    min: 1,
    max: 2001,
    unit: 'pixel',
    title: 'Window',
    help: 'Columns of the median; about twice the width of the widest stripe.',
  });

/**
 * Remove full and partial stripes by sorting (Vo's algorithm 3): every column is sorted along the angle, each rank is smoothed by a
 * running median over `sizePx` columns, and the values go back to where they came from. Neighbouring columns see nearly the
 * same values in another order, so that a rank changes slowly from column to column unless the response of a column is off.
 *
 * Scaling the sinogram or adding a constant does the same to the result. Equal values keep their order; the median mirrors the
 * sinogram at its ends.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeSorting = algorithm('ct.stripeSorting', {
  version: '1.0.0',
  title: 'Stripes: sorting',
  help: 'Equalises the distribution of values of each column with its neighbours (Vo 2018, algorithm 3).',
  ...stripePorts,
  params: { sizePx: medianParam(21) },
});

/**
 * Remove blurry stripes by filtering and sorting (Vo's algorithm 2): the part of each column that is slow along the angle, a Gaussian of
 * `sigma` frequencies, is treated as by `ct.stripeSorting`; the fast part is added again. For the transform a column is continued
 * by its mirror image, a tenth of its length and at most 150 angles.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeFiltering = algorithm('ct.stripeFiltering', {
  version: '1.0.0',
  title: 'Stripes: filtering',
  help: 'Sorting applied to what changes slowly along the angle (Vo 2018, algorithm 2).',
  ...stripePorts,
  params: {
    sigma: p.number({
      default: 3,
      min: 0.1,
      max: 1000,
      title: 'Slow part',
      help: 'Width of the Gaussian, in frequencies.',
    }),
    sizePx: medianParam(21),
  },
});

/**
 * Remove stripes of low contrast by fitting (Vo's algorithm 1): a polynomial in the angle is fitted to every column; the fitted sinogram is
 * exchanged for its smoothed version, a Gaussian in Fourier space of `sigmaColumn` frequencies across and `sigmaAngle` along. It is
 * done by difference where the paper divides: attenuation is zero beside the sample.
 *
 * For samples whose projections change smoothly from column to column; others lose contrast. Linear in the sinogram.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeFitting = algorithm('ct.stripeFitting', {
  version: '1.0.0',
  title: 'Stripes: fitting',
  help: 'Smooths a polynomial fit of each column over its neighbours (Vo 2018, algorithm 1).',
  ...stripePorts,
  params: {
    order: p.integer({ default: 3, min: 0, max: 8, title: 'Order', help: 'Degree of the polynomial.' }),
    sigmaColumn: p.number({
      default: 5,
      min: 0.1,
      max: 10000,
      title: 'Width across',
      help: 'In frequencies, over columns.',
    }),
    sigmaAngle: p.number({
      default: 20,
      min: 0.1,
      max: 10000,
      title: 'Width along',
      help: 'In frequencies, over angles.',
    }),
  },
});

const normParam = p.bool({ default: true, title: 'Normalise', help: 'Divide all columns by their factor too.' });

/**
 * Remove large stripes (Vo's algorithms 4 and 5): columns are sorted; the factor of a column is the mean of its values over that of the
 * running median over `sizePx` columns, a share `dropRatio` of extreme ranks left out. With `norm` every column is divided by its factor.
 * Columns whose factor stands out of the line that the others form when sorted, and their neighbours, get the smoothed values.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeLarge = algorithm('ct.stripeLarge', {
  version: '1.0.0',
  title: 'Stripes: large',
  help: 'Finds columns whose mean stands out and equalises them by sorting (Vo 2018, algorithms 4 and 5).',
  ...stripePorts,
  params: {
    snr: snrParam,
    sizePx: medianParam(51),
    dropRatio: p.number({
      default: 0.1,
      min: 0,
      max: 0.8,
      title: 'Left out',
      help: 'Share of extreme values left out.',
    }),
    norm: normParam,
  },
});

/**
 * Remove unresponsive and fluctuating stripes (Vo's algorithms 4 and 6): columns whose sum of `|value - mean of ten angles|` stands out
 * are interpolated linearly from the sound columns beside them; the two columns at each end are never touched. With `norm` large stripes
 * that remain are removed as by `ct.stripeLarge`.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeDead = algorithm('ct.stripeDead', {
  version: '1.0.1',
  title: 'Stripes: dead',
  help: 'Interpolates columns that do not respond or fluctuate (Vo 2018, algorithms 4 and 6).',
  ...stripePorts,
  params: { snr: snrParam, sizePx: medianParam(51), norm: normParam },
});

/**
 * Remove all kinds of stripes: dead and fluctuating, then large (window `largePx`), then small and partial ones by sorting (window
 * `smallPx`): Vo's algorithms 6, 5, 4 and 3.
 *
 * @throws DaisyError `Data` for values that are not finite.
 * @see N. T. Vo, R. C. Atwood and M. Drakopoulos, Opt. Express 26 (2018) 28396
 */
export const stripeAll = algorithm('ct.stripeAll', {
  version: '1.0.1',
  title: 'Stripes: all kinds',
  help: 'Dead, large, then small stripes (Vo 2018, algorithms 3 to 6).',
  ...stripePorts,
  params: {
    snr: snrParam,
    largePx: p.integer({
      default: 61,
      min: 1,
      max: 2001,
      unit: 'pixel',
      title: 'Large stripes',
      help: 'Window of the median.',
    }),
    smallPx: p.integer({
      default: 21,
      min: 1,
      max: 2001,
      unit: 'pixel',
      title: 'Small stripes',
      help: 'Window of the median.',
    }),
  },
});
