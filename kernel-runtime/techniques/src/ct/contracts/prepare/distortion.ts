import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Correct radial distortion of the detector's optics by the backward model: a point at distance r from the centre of distortion is
 * found in the frame at `r (k0 + k1 r + k2 r^2 + ...)`, r in pixels, in the same direction. Values are interpolated bilinearly;
 * beyond the edges of the frame the edge pixels count.
 *
 * `[1]` changes nothing. Frames have to be whole: the correction moves values between rows. NaN spreads to its neighbours.
 *
 * @throws DaisyError `Input` without coefficients.
 * @see N. T. Vo et al., Opt. Express 23 (2015) 32859
 */
export const distortion = algorithm('ct.distortion', {
  version: '1.0.0',
  title: 'Radial distortion',
  help: 'Undoes the radial distortion of a lens by a polynomial of the distance from its centre.',
  split: { over: 'angle' },
  inputs: { values: port.array('float32', ['angle', 'row', 'column']) },
  params: {
    centerColumnPx: p.number({ optional: true, unit: 'pixel', title: 'Centre column', help: 'Empty: the middle.' }),
    centerRowPx: p.number({ optional: true, unit: 'pixel', title: 'Centre row', help: 'Empty: the middle.' }),
    coefficients: p.array(p.number({ default: 0 }), {
      default: [1],
      title: 'Coefficients',
      help: 'k0, k1, k2, ... of the backward model, distances in pixels.',
    }),
  },
  outputs: { values: port.array('float32', ['angle', 'row', 'column']) },
});
