import { algorithm, p, port, type Param } from '@daisy-lab/core';
import { axisMethods, type AxisMethod } from './axis-method.js';

/** How the axis is searched; shared with workflows that contain the search. */
export const axisMethodParam: Param<AxisMethod> = p.choice(axisMethods, {
  default: 'vo',
  title: 'Method',
  help: 'vo: symmetry of the sinogram. correlation: opposite views, fast. entropy, negativity: the best of many slices. overlap: 360 degrees with the axis near the edge.',
});

/**
 * Find the rotation axis of a parallel-beam scan from one detector row.
 *
 * `vo` (default): the sinogram over 180 degrees and its mirror image about a candidate axis make a sinogram over 360 degrees. About the true axis it
 * is smooth, and its Fourier transform nearly vanishes inside a double wedge; the score of a candidate is the mean magnitude there,
 * relative to the median of all candidates. The minimum is refined below a pixel by a parabola.
 *
 * `correlation`: phase correlation of views with the mirrored views half a turn later. `overlap`: the same by normalised correlation
 * over the columns that both see, for an axis anywhere on the detector (half acquisition over 360 degrees). `entropy` and
 * `negativity`: many candidate slices are reconstructed, eight at a time, and the one with the narrowest histogram or the least below
 * zero wins.
 *
 * Columns that are dead or fluctuate, and single values far beyond their neighbours, are bridged from their neighbours first. Of a scan of more than 180 degrees the first 180 are used. `confidence` is 0 where the curve has no clear minimum or has it at the
 * edge of the search, and near 1 for a deep minimum above the roughness of the curve. With `axisPx` nothing is searched: it comes
 * back with confidence 1 and no candidates.
 *
 * @throws DaisyError `Data` when the angles cover less than 180 degrees or the row has no structure; `Input` for a row or axis
 * outside the detector.
 * @see N. T. Vo et al., Opt. Express 22 (2014) 19078; T. Donath et al., J. Opt. Soc. Am. A 23 (2006) 1048
 */
export const axis = algorithm('ct.axis', {
  version: '1.4.0',
  title: 'Rotation axis',
  help: 'Finds the detector column of the rotation axis from one row, or passes on the one given.',
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
  },
  params: {
    axisPx: p.number({ optional: true, unit: 'pixel', title: 'Axis', help: 'Use this axis instead of searching.' }),
    method: axisMethodParam,
    searchPx: p.number({
      optional: true,
      min: 1,
      unit: 'pixel',
      title: 'Search range',
      help: 'How far from the middle of the detector to look; empty: a fifth of its width.',
    }),
    row: p.integer({
      optional: true,
      min: 0,
      title: 'Row',
      help: 'Row to look at, counted within the data; empty: the middle.',
    }),
  },
  outputs: {
    axisPx: port.number('pixel'),
    confidence: port.number(),
    candidatesPx: port.array('float64', ['candidate'], 'pixel'),
    scores: port.array('float64', ['candidate']),
  },
});
