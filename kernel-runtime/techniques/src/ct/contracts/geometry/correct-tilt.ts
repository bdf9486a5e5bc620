import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Turn projections on the detector so that a leaning rotation axis stands along the rows.
 *
 * A point at row r of the axis lies at column `axisPx + tan(tilt) (r - middle)`; each projection is turned by -tilt about the axis at
 * the middle row, by cubic interpolation. Beyond the edge the nearest value stands in.
 */
export const correctTilt = algorithm('ct.correctTilt', {
  version: '1.0.0',
  title: 'Correct the tilt',
  help: 'Turns projections by the lean of the rotation axis, as found by ct.findAxis from several rows.',
  split: { over: 'angle' },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    axisPx: port.number('pixel'),
    tiltRad: { ...port.number('rad'), title: 'Tilt of the axis' },
  },
  params: {
    smallestRad: p.number({
      default: 1e-5,
      min: 0,
      unit: 'rad',
      title: 'Smallest tilt',
      help: 'Smaller tilts are left alone.',
      advanced: true,
    }),
  },
  outputs: { upright: port.array('float32', ['angle', 'row', 'column']) },
});
