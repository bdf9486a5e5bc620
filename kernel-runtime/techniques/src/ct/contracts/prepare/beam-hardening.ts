import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Correct beam hardening by a polynomial: `p' = c1 p + c2 p^2 + c3 p^3 + ...` of the line integrals.
 *
 * A polychromatic beam is filtered by the sample, so that measured line integrals grow slower than the thickness; the inverse of
 * that curve is a polynomial without a constant term. Coefficients come from a wedge of known thickness or from a sample of one
 * material; `[1]` changes nothing. NaN stays NaN.
 *
 * @throws DaisyError `Input` without coefficients.
 * @see G. T. Herman, Phys. Med. Biol. 24 (1979) 81
 */
export const beamHardening = algorithm('ct.beamHardening', {
  version: '1.0.0',
  title: 'Beam hardening',
  help: 'Linearises line integrals by a polynomial without constant term: c1 p + c2 p^2 + ...',
  split: { over: 'row' },
  cheap: true,
  inputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
  params: {
    coefficients: p.array(p.number({ default: 0 }), {
      default: [1],
      title: 'Coefficients',
      help: 'c1, c2, ... of the line integral and its powers.',
    }),
  },
  outputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
});
