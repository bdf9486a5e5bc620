import { algorithm, p, port } from '@daisy-lab/core';
import { scanDtypes } from './scan-dtypes.js';

/**
 * Normalise raw projections by flat and dark fields: `(proj - dark) / (flat - dark)`.
 *
 * Flat and dark are averages over all their frames; a scan without dark fields is taken as dark 0. Pixels where `flat <= dark`, or
 * where either is NaN, are dead: they get 1 (no absorption) at every angle and are counted in `deadPixels`. Smaller results than
 * `clipBelow` are raised to it, so that the logarithm exists.
 *
 * @throws DaisyError `ScanLayout` without flat fields or when the frames differ in size; `Data` for NaN in the projections.
 * @see Seibert et al., Proc. SPIE 3336 (1998) 348
 */
export const normalize = algorithm('ct.normalize', {
  version: '1.0.0',
  title: 'Flat-field correction',
  help: 'Divides by the beam: (projection - dark) / (flat - dark). Dead pixels (flat <= dark) become 1 and are counted.',
  split: { over: 'row', combine: { deadPixels: 'sum' } },
  cheap: true,
  inputs: {
    proj: port.array(scanDtypes, ['angle', 'row', 'column'], 'count'),
    flats: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    darks: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
  },
  params: {
    average: p.choice(['mean', 'median'], {
      default: 'mean',
      title: 'Average of flats',
      help: 'Median resists zingers: bright pixels of a single frame.',
    }),
    clipBelow: p.number({
      default: 1e-6,
      min: 1e-12,
      max: 1,
      title: 'Smallest transmission',
      help: 'Lower values are raised to this one, so that the logarithm exists.',
      advanced: true,
    }),
  },
  outputs: { transmission: port.array('float32', ['angle', 'row', 'column']), deadPixels: port.integer() },
});
