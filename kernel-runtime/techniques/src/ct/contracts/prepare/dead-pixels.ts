import { algorithm, p, port } from '@daisy-lab/core';
import { scanDtypes } from '../scan-dtypes.js';

/**
 * Repair dead and hot pixels of the detector before flat-field correction.
 *
 * A pixel is faulty where the beam `flat - dark` (means over the frames) is not positive, is NaN, or differs from the median of
 * the 31 pixels about it in its row by more than the factor `tolerance`. In every projection, flat and dark field it is replaced by a line
 * between the nearest sound pixels of its row; a row without a sound pixel stays as it is.
 * Single values that are no numbers are replaced in the same way, in their frame alone, and so are they where there are no flat fields.
 *
 * @throws DaisyError `ScanLayout` when the frames differ in size.
 */
export const deadPixels = algorithm('ct.deadPixels', {
  version: '1.1.0',
  title: 'Dead pixels',
  help: 'Replaces pixels that see no beam, or far more or less than their neighbours, by interpolation along the row.',
  split: { over: 'row', combine: { repaired: 'sum' } },
  inputs: {
    proj: port.array(scanDtypes, ['angle', 'row', 'column'], 'count'),
    flats: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    darks: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
  },
  params: {
    tolerance: p.number({
      default: 5,
      min: 1.01,
      max: 1e6,
      title: 'Tolerance',
      help: 'Factor to the median of the neighbours at which a pixel counts as faulty.',
    }),
  },
  outputs: {
    proj: port.array('float32', ['angle', 'row', 'column'], 'count'),
    flats: port.optional(port.array('float32', ['frame', 'row', 'column'], 'count')),
    darks: port.optional(port.array('float32', ['frame', 'row', 'column'], 'count')),
    repaired: port.integer(),
  },
});
