import { algorithm, p, port } from '@daisy-lab/core';
import type { CtScan } from '../scan.js';
import { axis, axisMethodParam } from './axis.js';
import { normalize } from './normalize.js';
import { read } from './read.js';

/**
 * Find the rotation axis of a scan from one detector row, or from several joined by a line; only these rows are read.
 *
 * Each row is normalised and searched as by `ct.axis`. With `rowsToFit` > 1 the rows are spread over the scan and their axes joined
 * by the line of median slope (Theil-Sen); `axisPx` is then the axis of the middle row, `slopePx` its change per row and `tiltRad`
 * the lean of the axis on the detector. The confidence is the median one of the rows, lowered where they do not lie on the line.
 *
 * @throws DaisyError as `ct.read`, `ct.normalize` and `ct.axis` do.
 */
export const findAxis = algorithm('ct.findAxis', {
  version: '1.3.0',
  title: 'Rotation axis of a scan',
  help: 'Finds the rotation axis from one row of the scan, or from several joined by a line (which tells the tilt).',
  inputs: { scan: port.dataset<CtScan>('ct.scan') },
  params: {
    axisPx: axis.params.axisPx,
    method: axisMethodParam,
    searchPx: axis.params.searchPx,
    rowsToFit: p.integer({
      default: 1,
      min: 1,
      max: 99,
      title: 'Rows to fit',
      help: '1: the middle row. More: rows spread over the scan and a line through their axes, which tells the tilt.',
    }),
    average: normalize.params.average,
    firstRow: read.params.firstRow,
    endRow: read.params.endRow,
  },
  outputs: {
    axisPx: port.number('pixel'),
    confidence: port.number(),
    slopePx: port.number('pixel'),
    tiltRad: port.number('rad'),
    candidatesPx: port.array('float64', ['candidate'], 'pixel'),
    scores: port.array('float64', ['candidate']),
    rows: port.array('float64', ['fitted']),
    rowAxesPx: port.array('float64', ['fitted'], 'pixel'),
    why: port.string(),
  },
});
