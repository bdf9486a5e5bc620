import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Join the two halves of a 360-degree scan whose axis lies near an edge of the detector (half acquisition) to projections over 180
 * degrees that are up to twice as wide.
 *
 * The view half a turn later, mirrored about the axis, continues each projection beyond the edge. In the columns that both see they
 * are blended from one to the other; the mirrored view is interpolated linearly between columns. The axis of the result is
 * `stitchedAxisPx`, its angles are those of the first half turn.
 *
 * @throws DaisyError `Data` when the angles cover less than 360 degrees; `Input` for an axis outside the detector.
 */
export const stitchFullTurn = algorithm('ct.stitchFullTurn', {
  version: '1.0.0',
  title: 'Stitch a full turn',
  help: 'Half acquisition: joins opposite views of a 360-degree scan to wide projections over 180 degrees.',
  split: { over: 'row', combine: { stitchedAnglesRad: 'first', stitchedAxisPx: 'first' } },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
  },
  params: {
    overlap: p.choice(['blend', 'nearer'], {
      default: 'blend',
      title: 'Overlap',
      help: 'blend: from one view to the other; nearer: the view whose column is farther from its edge.',
    }),
  },
  outputs: {
    stitched: port.array('float32', ['angle', 'row', 'column']),
    stitchedAnglesRad: port.array('float64', ['angle'], 'rad'),
    stitchedAxisPx: port.number('pixel'),
  },
});
