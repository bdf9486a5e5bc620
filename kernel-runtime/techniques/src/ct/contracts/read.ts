import { algorithm, p, port } from '@daisy-lab/core';
import type { CtScan } from '../scan.js';
import { scanDtypes } from './scan-dtypes.js';

/**
 * Read projections, flat fields, dark fields and angles of a scan, all rows or a band of them.
 *
 * Values stay as stored. A scan without flat or dark fields leaves that output out.
 */
export const read = algorithm('ct.read', {
  version: '1.0.0',
  title: 'Read scan',
  help: 'Reads projections, flat fields, dark fields and angles, for all detector rows or a band of them.',
  split: { over: 'row', prefer: 8, combine: { anglesRad: 'first' } },
  extent: ({ scan }, { firstRow = 0, endRow = scan.description.rows }) => endRow - firstRow,
  cheap: true,
  inputs: { scan: port.dataset<CtScan>('ct.scan') },
  params: {
    firstRow: p.integer({
      optional: true,
      min: 0,
      title: 'First row',
      help: 'First detector row; empty: the top row.',
    }),
    endRow: p.integer({ optional: true, min: 1, title: 'End row', help: 'Row after the last one; empty: all rows.' }),
  },
  outputs: {
    proj: port.array(scanDtypes, ['angle', 'row', 'column'], 'count'),
    flats: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    darks: port.optional(port.array(scanDtypes, ['frame', 'row', 'column'], 'count')),
    anglesRad: port.array('float64', ['angle'], 'rad'),
  },
});
