import { algorithm, p, port, scaledUnits } from '@daisy-lab/core';

/** Types of numbers that an array can be turned into. */
export const convertedDtypes = ['uint8', 'int16', 'uint16', 'int32', 'uint32', 'float32', 'float64'] as const;

/**
 * An array with other axes, in another unit, or of another type of numbers; the order is that.
 *
 * **Axes** are named from the slowest to the fastest. Those that the array has are brought into this order; where a name is new, it is
 * given to the axis of the array that is left, in their order. **Units** are multiplied by their factor, as `convert.number` does; an
 * array of integers becomes float64 by that. **Integers** are rounded to the nearest, half to even; what does not fit (too large, too
 * small, not a number) ends the step, so that nothing is lost silently.
 *
 * @throws DaisyError `Input` when the number of axes differs, the units do not measure the same, or a value does not fit
 */
export const convertArray = algorithm('convert.array', {
  version: '1.0.0',
  title: 'Convert an array',
  help: 'Gives an array with other axes (reordered or renamed), in another unit, or of another type of numbers.',
  inputs: { values: port.any() },
  params: {
    axes: p.string({
      default: '',
      title: 'Axes',
      help: 'Names from slowest to fastest, with commas; empty: as they are.',
    }),
    fromUnit: p.choice(['its own', ...scaledUnits], {
      default: 'its own',
      title: 'From unit',
      help: 'Unit of the values; by default the one that they carry.',
    }),
    toUnit: p.choice(['the same', ...scaledUnits], {
      default: 'the same',
      title: 'To unit',
      help: 'Unit of the result.',
    }),
    dtype: p.choice(['the same', ...convertedDtypes], {
      default: 'the same',
      title: 'Numbers',
      help: 'Type of the numbers. Integers are rounded; a value that does not fit ends the step.',
    }),
  },
  outputs: { converted: port.any() },
});
