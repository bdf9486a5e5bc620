import { algorithm, p, port } from '@daisy-lab/core';

/** Smallest and largest finite value of a volume. Without any finite value both are 0. */
export const valueRange = algorithm('ct.valueRange', {
  version: '1.0.0',
  title: 'Range of values',
  help: 'Smallest and largest finite value.',
  split: { over: 'row', combine: { low: 'min', high: 'max' } },
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  outputs: { low: port.number(), high: port.number() },
});

/**
 * Scale to integers of 8 or 16 bits: `image = round((slice - low) / (high - low) x (2^bits - 1))`, smaller values 0, larger ones the largest
 * integer, NaN 0. The values come back as `image x scale + offset`, within half of `scale`; that is what the two numbers record.
 *
 * @throws DaisyError `Input` when `high` is not above `low`.
 */
export const toIntegers = algorithm('ct.toIntegers', {
  version: '1.0.0',
  title: 'Scale to integers',
  help: 'Slices as 8- or 16-bit images; value = image x scale + offset.',
  split: { over: 'row', combine: { scale: 'first', offset: 'first' } },
  cheap: true,
  inputs: { slices: port.array('float32', ['row', 'y', 'x']), low: port.number(), high: port.number() },
  params: { bits: p.choice(['8', '16'], { default: '16', title: 'Bits', help: 'Bits of a pixel.' }) },
  outputs: { images: port.array('uint8|uint16', ['row', 'y', 'x']), scale: port.number(), offset: port.number() },
});
