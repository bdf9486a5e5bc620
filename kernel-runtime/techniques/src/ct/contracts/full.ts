import { p, port, workflow } from '@daisy-lab/core';
import type { CtScan } from '../scan.js';
import { axis } from './axis.js';
import { minusLog } from './minus-log.js';
import { normalize } from './normalize.js';
import { read } from './read.js';
import { filterParam, qualityParam, recon } from './recon.js';

/** From a scan to its volume: read, flat-field correction, -log, rotation axis, reconstruction. */
export const full = workflow(
  'ct.full',
  {
    version: '1.0.0',
    title: 'CT reconstruction',
    help: 'From a parallel-beam scan to slices of attenuation per pixel. The rotation axis is found unless it is given.',
    inputs: { scan: port.dataset<CtScan>('ct.scan') },
    params: {
      axisPx: p.number({ optional: true, unit: 'pixel', title: 'Axis', help: 'Use this axis instead of searching.' }),
      filter: filterParam,
      average: normalize.params.average,
      quality: qualityParam,
      firstRow: read.params.firstRow,
      endRow: read.params.endRow,
    },
  },
  (w, { scan }, { axisPx, filter, average, quality, firstRow, endRow }) => {
    const { proj, flats, darks, anglesRad } = w.step(read, { scan }, { firstRow, endRow });
    const { transmission } = w.step(normalize, { proj, flats, darks }, { average });
    const { lineIntegrals } = w.step(minusLog, { transmission });
    const found = w.step(axis, { lineIntegrals, anglesRad }, { axisPx });
    const { slices } = w.step(recon, { lineIntegrals, anglesRad, axisPx: found.axisPx }, { filter, quality });
    return { volume: slices, axisPx: found.axisPx };
  },
);
