import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Normalise by the air beside the sample: every row of every projection is divided by a line through the mean transmission of its
 * first and of its last `airPx` columns, so that air becomes 1. The line corrects fluctuations of the beam that flat fields miss.
 *
 * Rows whose air is zero, negative or NaN on a side use the other side alone; with neither they stay as they are.
 *
 * @throws DaisyError `Input` when twice `airPx` exceeds the width.
 */
export const normalizeAir = algorithm('ct.normalizeAir', {
  version: '1.0.0',
  title: 'Air normalisation',
  help: 'Divides each row by the transmission of the air at its left and right ends, interpolated linearly between them.',
  split: { over: 'row' },
  cheap: true,
  inputs: { transmission: port.array('float32', ['angle', 'row', 'column']) },
  params: {
    airPx: p.integer({
      default: 10,
      min: 1,
      max: 100000,
      unit: 'pixel',
      title: 'Air',
      help: 'Columns of air at each end.',
    }),
  },
  outputs: { transmission: port.array('float32', ['angle', 'row', 'column']) },
});
