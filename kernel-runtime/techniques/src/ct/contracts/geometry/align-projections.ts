import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Align projections of a sample or stage that jitters, as in nano-CT, and keep the shifts.
 *
 * `mass`: down the rows, the sums over columns of all projections are moved onto each other (they are the same for every angle); across,
 * the centres of mass are moved onto the sine that they must follow. `neighbours`: each projection is moved onto the one before it by
 * cross-correlation (drifts add up over the scan). `reprojection`: after `mass`, slices are reconstructed and projected again, and each
 * projection is moved onto its reprojection by cross-correlation, `rounds` times. Shifts are in pixels, positive when the measured
 * projection lies right of (below) its place; a projection is moved back by cubic interpolation.
 *
 * Given `shifts` are applied and nothing is searched, so that a saved alignment can be repeated.
 *
 * @see M. Guizar-Sicairos et al., Opt. Lett. 33 (2008) 156; D. Gursoy et al., Sci. Rep. 7 (2017) 11818
 */
export const alignProjections = algorithm('ct.alignProjections', {
  version: '1.0.0',
  title: 'Align projections',
  help: 'Removes jitter of the sample: finds a shift for each projection and moves it back. The shifts are an output.',
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
    shifts: port.optional(port.array('float64', ['angle', 'direction'], 'pixel')),
  },
  params: {
    method: p.choice(['mass', 'neighbours', 'reprojection'], { default: 'reprojection', title: 'Method' }),
    rounds: p.integer({ default: 5, min: 1, max: 100, title: 'Rounds' }),
    largestPx: p.number({ default: 20, min: 0.5, unit: 'pixel', title: 'Largest shift' }),
  },
  outputs: {
    aligned: port.array('float32', ['angle', 'row', 'column']),
    shifts: port.array('float64', ['angle', 'direction'], 'pixel'),
    residuals: port.array('float64', ['round'], 'pixel'),
  },
});
