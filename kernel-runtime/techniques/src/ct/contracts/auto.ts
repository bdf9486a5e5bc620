import { algorithm, p, port } from '@daisy-lab/core';
import type { CtScan } from '../scan.js';

/** One choice of the automatic pipeline, in words. */
export interface AutoChoice {
  readonly topic:
    | 'layout'
    | 'darks'
    | 'repair'
    | 'spots'
    | 'columns'
    | 'axis'
    | 'turn'
    | 'tilt'
    | 'rings'
    | 'phase'
    | 'method'
    | 'edge';
  readonly chosen: string;
  readonly why: string;
}

/**
 * Look at a scan and propose a reconstruction: a document that can be edited, run and kept, with the reason of every choice.
 *
 * Looked at: the layout, dark fields that are brighter than projections, values that are no numbers (in the middle rows, some whole projections and the
 * rows of the axis), values that stand out alone, the axis in `rowsToFit` rows, its lean, a full turn with the axis near an edge (half acquisition), the
 * dead columns that opposite views of a full turn have seen, the stripes of the middle row against its noise, the number of angles, whether the sample is wider than the detector, and, when energy, distance and pixel size are given, whether
 * propagation fringes are wide enough to be seen. Only these rows and projections are read.
 *
 * @throws DaisyError as `ct.findAxis` does; `ScanLayout` for a scan without flat fields.
 */
export const auto = algorithm('ct.auto', {
  version: '1.5.0',
  title: 'Propose a reconstruction',
  help: 'Looks at a scan and gives a document that reconstructs it, with the reason of every choice.',
  inputs: { scan: port.dataset<CtScan>('ct.scan') },
  params: {
    rowsToFit: p.integer({ default: 5, min: 1, max: 99, title: 'Rows to look at' }),
    energyEv: p.number({ optional: true, min: 100, max: 1e6, unit: 'eV', title: 'Energy' }),
    distanceMm: p.number({ optional: true, min: 0, max: 1e6, unit: 'mm', title: 'Distance' }),
    pixelSizeUm: p.number({ optional: true, min: 1e-3, max: 1e4, unit: 'um', title: 'Pixel size' }),
    deltaBeta: p.number({ default: 100, min: 0, max: 1e6, title: 'delta / beta' }),
  },
  outputs: { document: port.any(), choices: port.any(), axisPx: port.number('pixel') },
});
