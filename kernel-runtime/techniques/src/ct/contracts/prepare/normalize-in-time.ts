import { algorithm, p, port } from '@daisy-lab/core';
import { normalize } from '../normalize.js';
import { scanDtypes } from '../scan-dtypes.js';

/**
 * Normalise by flat fields that were taken at several times of the scan: `(proj - dark) / (flat(t) - dark)`, where `flat(t)` is
 * interpolated linearly between the groups of flats before and after each projection; before the first and after the last group it is
 * that group. This removes a slow decay of the beam.
 *
 * `flatPositions` gives for each flat frame the index of the projection before which it was taken; frames of one position are
 * averaged. Without it the first half of the frames (rounded up) was taken before the scan and the rest after it.
 * `exposureRatio` is the exposure of a projection over that of a flat field. Dead pixels and clipping as in `ct.normalize`: a pixel
 * is dead when any group has `flat <= dark` or NaN there.
 *
 * @throws DaisyError `ScanLayout` without flat fields or when the frames differ in size; `Input` when the positions do not fit;
 * `Data` for NaN in live pixels.
 * @see V. Van Nieuwenhove et al., Opt. Express 23 (2015) 27975
 */
export const normalizeInTime = algorithm('ct.normalizeInTime', {
  version: '1.0.0',
  title: 'Flat-field correction in time',
  help: 'Divides by a beam that is interpolated between flat fields taken before, during and after the scan.',
  split: { over: 'row', combine: { deadPixels: 'sum' } },
  cheap: true,
  inputs: {
    proj: port.array(scanDtypes, ['angle', 'row', 'column'], 'count'),
    flats: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    darks: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    flatPositions: port.optional(port.array('float64', ['frame'])),
  },
  params: {
    average: normalize.params.average,
    clipBelow: normalize.params.clipBelow,
    exposureRatio: p.number({
      default: 1,
      min: 1e-6,
      max: 1e6,
      title: 'Exposure ratio',
      help: 'Exposure time of a projection divided by that of a flat field.',
      advanced: true,
    }),
  },
  outputs: { transmission: port.array('float32', ['angle', 'row', 'column']), deadPixels: port.integer() },
});
