import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Keep the circle about the rotation axis, pixel (floor(n/2), floor(n/2)), of radius `ratio` times half the width, and put `value`
 * outside it. With `ratio` 1 it is the circle that all projections of a full field of view see.
 */
export const circularMask = algorithm('ct.circularMask', {
  version: '1.0.0',
  title: 'Circular mask',
  help: 'Puts one value outside the circle that all projections see.',
  split: { over: 'row' },
  cheap: true,
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  params: {
    ratio: p.number({ default: 1, min: 0, max: 2, title: 'Ratio', help: 'Radius over half the width of the slice.' }),
    value: p.number({ default: 0, title: 'Value', help: 'What stands outside the circle.' }),
  },
  outputs: { slices: port.array('float32', ['row', 'y', 'x']) },
});
