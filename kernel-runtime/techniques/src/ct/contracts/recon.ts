import type { FilterName, Padding, Quality } from '@daisy-lab/compute';
import { algorithm, p, port, type Param } from '@daisy-lab/core';

/** Window over the ramp filter; shared with workflows that contain the reconstruction. */
export const filterParam: Param<FilterName> = p.choice(['ramp', 'shepp', 'butterworth', 'cosine', 'hamming', 'hann'], {
  default: 'ramp',
  title: 'Filter',
  help: 'From sharpest (ramp) to smoothest (hann).',
});

/** Exactness of the interpolation; shared with workflows that contain the reconstruction. */
export const qualityParam: Param<Quality> = p.choice(['fast', 'standard', 'precise'], {
  default: 'standard',
  title: 'Quality',
  help: 'Relative error of the interpolation: fast below 5e-3, standard below 5e-4, precise below 1e-5.',
});

/** Where the window of the filter ends; shared with workflows that contain the reconstruction. */
export const cutoffParam: Param<number> = p.number({
  default: 1,
  min: 0.01,
  max: 1,
  title: 'Cutoff',
  help: 'Where the filter ends, as a fraction of the highest frequency of the detector; lower is smoother.',
  advanced: true,
});

/** What lies beyond the detector; shared with workflows that contain the reconstruction. */
export const paddingParam: Param<Padding> = p.choice(['zero', 'edge'], {
  default: 'zero',
  title: 'Beyond the detector',
  help: 'zero: the whole sample was in view. edge: the sample is wider than the detector.',
  advanced: true,
});

const regionParam = (title: string, help: string, min: number): Param<number | undefined> =>
  p.integer({ optional: true, min, unit: 'pixel', title, help, advanced: true });

/** A part of the slice. */
const regionParams = {
  regionX: regionParam('Region left', 'First column of the part to reconstruct; empty: 0.', 0),
  regionY: regionParam('Region top', 'First row of the part to reconstruct; empty: 0.', 0),
  regionWidth: regionParam('Region width', 'Columns of the part to reconstruct; empty: to the right end.', 1),
  regionHeight: regionParam('Region height', 'Rows of the part to reconstruct; empty: to the lower end.', 1),
};

/**
 * Reconstruct slices by filtered backprojection of parallel-beam line integrals: `f(x, y) = sum_p w_p q_p(x cos t_p + y sin t_p + axisPx)`,
 * with x and y in pixels from the axis (y grows with the row of the slice), q_p the projection at angle t_p filtered by the ramp
 * (exact at frequency 0) times the window, and w_p its share of the half turn. The sum is taken in Fourier space.
 *
 * The result is the attenuation per pixel, in absolute terms: a uniform disc keeps its value at every radius. The slice is as wide as
 * the detector, n x n with the axis at pixel (floor(n/2), floor(n/2)). Angles may come in any order, over 180 or 360 degrees, uneven,
 * repeated or with a missing wedge: each projection weighs the share of the half turn that is nearest to it. `padding: 'edge'`
 * continues projections by their end values, fading to 0, for objects wider than the detector. `region` gives a part of the slice.
 *
 * @throws DaisyError `Input` when the shapes do not fit together or the axis is off the detector; `Data` for NaN.
 * @see J. A. Fessler and B. P. Sutton, IEEE Trans. Signal Process. 51 (2003) 560
 */
export const recon = algorithm('ct.recon', {
  version: '1.2.0',
  title: 'Reconstruct slices',
  help: 'Filtered backprojection of line integrals to attenuation per pixel, exact to the quality chosen.',
  split: { over: 'row', prefer: 8 },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
  },
  params: { filter: filterParam, quality: qualityParam, cutoff: cutoffParam, padding: paddingParam, ...regionParams },
  outputs: { slices: port.array('float32', ['row', 'y', 'x'], '1/pixel') },
});
