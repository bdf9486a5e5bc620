import { algorithm, port } from '@daisy-lab/core';

/**
 * Beer-Lambert law: line integral of the attenuation = `-ln(transmission)`.
 *
 * @throws DaisyError `Data` for values that are NaN, zero or negative.
 */
export const minusLog = algorithm('ct.minusLog', {
  version: '1.0.1',
  title: 'Line integrals',
  help: 'Turns transmission into line integrals of the attenuation: -ln(transmission).',
  split: { over: 'row' },
  cheap: true,
  inputs: { transmission: port.array('float32', ['angle', 'row', 'column']) },
  outputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
});
