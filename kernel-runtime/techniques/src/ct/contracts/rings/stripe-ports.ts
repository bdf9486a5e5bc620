import { p, port } from '@daisy-lab/core';

/** What all ways to remove stripes take and give: line integrals, row by row a sinogram. */
export const stripePorts = {
  split: { over: 'row' },
  inputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
  outputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
} as const;

export const snrParam = p.number({
  default: 3,
  min: 1,
  max: 100,
  title: 'Sensitivity',
  help: 'How far a column has to stand out, in units of the spread of the others; larger finds fewer stripes.',
});
