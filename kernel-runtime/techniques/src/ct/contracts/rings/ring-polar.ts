import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Remove rings from slices in polar coordinates about the rotation axis, pixel (floor(n/2), floor(n/2)): the difference to a running median over
 * `2 widthPx + 1` pixels of the radius, where it is at most `threshold`, averaged over arcs of `arcDeg`, is a ring and is subtracted.
 *
 * The arc at a pixel is centred on it. Outside the largest circle inside the slice nothing changes. NaN spreads along its ray and arc.
 *
 * @see J. Sijbers and A. Postnov, Phys. Med. Biol. 49 (2004) N247
 */
export const ringPolar = algorithm('ct.ringPolar', {
  version: '1.0.0',
  title: 'Rings in slices',
  help: 'Subtracts rings about the rotation axis, found by a median along the radius and a mean along arcs.',
  split: { over: 'row' },
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  params: {
    widthPx: p.integer({ default: 15, min: 1, max: 500, unit: 'pixel', title: 'Width', help: 'Widest ring.' }),
    threshold: p.number({
      default: 1,
      min: 0,
      title: 'Threshold',
      help: 'Larger differences, in units of the slice, belong to the sample.',
    }),
    arcDeg: p.number({
      default: 60,
      min: 0.1,
      max: 360,
      unit: 'deg',
      title: 'Arc',
      help: 'Length over which a ring stays the same.',
    }),
  },
  outputs: { slices: port.array('float32', ['row', 'y', 'x']) },
});
