import { algorithm, port } from '@daisy-lab/core';
import { normalize } from '../normalize.js';

/**
 * Flat-field correction and logarithm in one step: `-ln((proj - dark) / (flat - dark))`, the line integral of the attenuation.
 *
 * The same as `ct.normalize` and `ct.minusLog` one after the other, with one pass over the data: flat and dark are averages over
 * their frames, without dark fields dark is 0; pixels where `flat <= dark` or either is NaN are dead, give 0 at every angle and are
 * counted; transmissions below `clipBelow` are raised to it, so that the result is at most `-ln(clipBelow)`. Counts are worked on in
 * float32: exact up to 16 777 216.
 *
 * @throws DaisyError `ScanLayout` without flat fields or when the frames differ in size; `Data` for NaN in live pixels.
 * @see Seibert et al., Proc. SPIE 3336 (1998) 348
 */
export const flatLog = algorithm('ct.flatLog', {
  version: '1.0.1',
  title: 'Flat-field correction and logarithm',
  help: 'Line integrals from counts in one pass: -ln((projection - dark) / (flat - dark)). Dead pixels become 0.',
  split: { over: 'row', combine: { deadPixels: 'sum' } },
  cheap: true,
  inputs: normalize.inputs,
  params: normalize.params,
  outputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']), deadPixels: port.integer() },
});
