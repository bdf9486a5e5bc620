import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Fill dead and fluctuating columns of a full turn with what the opposite views have measured there.
 *
 * About the axis a, column x of the view at angle t sees the line that column `2 a - x` sees at t + 180 degrees. A column is faulty where it is
 * `roughest` times as rough as those around it (mean difference from the median of its neighbours). Its values come from the two views next to half a turn
 * away, linear between them, and from the columns of these by cubic convolution, linear beside other faulty columns. Where no opposite view has seen it
 * (less than a full turn, beyond the end of the detector, both columns faulty) the values lie on a line between the nearest sound columns of the row.
 *
 * `fromOpposite` and `bridged` count the columns of all rows that were filled in the one and, in part or whole, in the other way.
 */
export const fillOpposite = algorithm('ct.fillOpposite', {
  version: '1.0.0',
  title: 'Fill dead columns',
  help: 'Takes dead and fluctuating columns of a full turn from the opposite views, and bridges those that no view has seen.',
  split: { over: 'row', combine: { fromOpposite: 'sum', bridged: 'sum' } },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
  },
  params: {
    roughest: p.number({
      default: 12,
      min: 1,
      max: 1e6,
      title: 'Roughness',
      help: 'Columns rougher than those around them by this factor are filled; edges of the sample give three.',
    }),
  },
  outputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    fromOpposite: port.integer(),
    bridged: port.integer(),
  },
});
