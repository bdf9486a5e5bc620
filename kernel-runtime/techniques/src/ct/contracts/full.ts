import { p, port, workflow } from '@daisy-lab/core';
import type { CtScan } from '../scan.js';
import { axisMethodParam } from './axis.js';
import { findAxis } from './find-axis.js';
import { flatLog } from './prepare/flat-log.js';
import { read } from './read.js';
import { filterParam, paddingParam, qualityParam, recon } from './recon.js';

/**
 * From a scan to its volume: rotation axis from one row, then read, flat-field correction with -log, and reconstruction, which pass band by
 * band of rows, so that memory does not grow with the height of the scan.
 */
export const full = workflow(
  'ct.full',
  {
    version: '1.3.1',
    title: 'CT reconstruction',
    help: 'From a parallel-beam scan to slices of attenuation per pixel. The rotation axis is found unless it is given.',
    inputs: { scan: port.dataset<CtScan>('ct.scan') },
    params: {
      axisPx: p.number({ optional: true, unit: 'pixel', title: 'Axis', help: 'Use this axis instead of searching.' }),
      method: axisMethodParam,
      filter: filterParam,
      average: flatLog.params.average,
      quality: qualityParam,
      padding: paddingParam,
      firstRow: read.params.firstRow,
      endRow: read.params.endRow,
    },
  },
  (w, { scan }, { axisPx, method, filter, average, quality, padding, firstRow, endRow }) => {
    const found = w.step(findAxis, { scan }, { axisPx, method, average, firstRow, endRow });
    const { proj, flats, darks, anglesRad } = w.step(read, { scan }, { firstRow, endRow });
    const { lineIntegrals } = w.step(flatLog, { proj, flats, darks }, { average });
    const { slices } = w.step(recon, { lineIntegrals, anglesRad, axisPx: found.axisPx }, { filter, quality, padding });
    return { volume: slices, axisPx: found.axisPx };
  },
);
