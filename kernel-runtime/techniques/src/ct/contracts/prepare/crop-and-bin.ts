import { algorithm, p, port, type Param } from '@daisy-lab/core';
import { scanDtypes } from '../scan-dtypes.js';

const edge = (title: string): Param<number | undefined> =>
  p.integer({ optional: true, min: 0, unit: 'pixel', title, help: 'Counted from 0; empty: the edge of the detector.' });

/**
 * Keep rows `firstRow <= row < endRow` and columns `firstColumn <= column < endColumn` of all frames; the type stays. A rotation axis at
 * column a comes to lie at `a - firstColumn`.
 *
 * @throws DaisyError `Input` when nothing is left or the region leaves the detector.
 */
export const crop = algorithm('ct.crop', {
  version: '1.0.0',
  title: 'Crop',
  help: 'Keeps a rectangle of the detector.',
  split: { over: 'angle' },
  cheap: true,
  inputs: { proj: port.array(scanDtypes, ['angle', 'row', 'column']) },
  params: {
    firstRow: edge('First row'),
    endRow: edge('End row'),
    firstColumn: edge('First column'),
    endColumn: edge('End column'),
  },
  outputs: { proj: port.array(scanDtypes, ['angle', 'row', 'column']) },
});

/**
 * Bin pixels: means over `factor` x `factor` pixels; rows and columns that do not fill a bin are dropped. A rotation axis at a comes
 * to lie at `(a + 0.5) / factor - 0.5`. NaN makes its bin NaN.
 *
 * @throws DaisyError `Input` when the detector is smaller than one bin.
 */
export const bin = algorithm('ct.bin', {
  version: '1.0.0',
  title: 'Bin',
  help: 'Means over squares of pixels: fewer, less noisy pixels.',
  split: { over: 'angle' },
  inputs: { proj: port.array(scanDtypes, ['angle', 'row', 'column']) },
  params: {
    factor: p.integer({ default: 2, min: 1, max: 64, title: 'Factor', help: 'Pixels per bin along each axis.' }),
  },
  outputs: { proj: port.array('float32', ['angle', 'row', 'column']) },
});
