import type { FilterName, Quality } from '@daisy-lab/compute';
import { algorithm, p, port, type Param } from '@daisy-lab/core';

/** Window over the ramp filter; shared with workflows that contain the reconstruction. */
export const filterParam: Param<FilterName> = p.choice(['ramp', 'shepp', 'cosine', 'hamming', 'hann'], {
  default: 'ramp',
  title: 'Filter',
  help: 'From sharpest (ramp) to smoothest (hann).',
});

/** Exactness of the interpolation; shared with workflows that contain the reconstruction. */
export const qualityParam: Param<Quality> = p.choice(['fast', 'standard', 'precise'], {
  default: 'standard',
  title: 'Quality',
  help: 'Relative error of the interpolation: fast below 1e-3, standard below 3e-4, precise below 1e-5.',
});

/**
 * Reconstruct slices by filtered backprojection of parallel-beam line integrals.
 *
 * The result is the attenuation per pixel, in absolute terms: a uniform disc keeps its value at every radius. The slice is as wide as
 * the detector, n x n with the axis at pixel (floor(n/2), floor(n/2)). Angles are taken as evenly spread over 180 or 360 degrees.
 *
 * @throws DaisyError `Input` when the shapes do not fit together or the axis is off the detector; `Data` for NaN.
 * @see J. A. Fessler and B. P. Sutton, IEEE Trans. Signal Process. 51 (2003) 560
 */
export const recon = algorithm('ct.recon', {
  version: '1.0.0',
  title: 'Reconstruct slices',
  help: 'Filtered backprojection of line integrals to attenuation per pixel, exact to the quality chosen.',
  split: { over: 'row', prefer: 16 },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
  },
  params: { filter: filterParam, quality: qualityParam },
  outputs: { slices: port.array('float32', ['row', 'y', 'x'], '1/pixel') },
});
