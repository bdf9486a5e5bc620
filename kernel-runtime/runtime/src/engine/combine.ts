import { DaisyError, type Combine } from '@daisy-lab/core';

/**
 * The value of an output for the whole from those of its pieces, in the order of the pieces.
 * @throws DaisyError `Internal` when the contract does not say how
 */
export function combineValues(
  owner: string,
  output: string,
  rule: Combine | undefined,
  values: readonly unknown[],
): unknown {
  if (values.length === 1) return values[0];
  const numbers = values as readonly number[];
  switch (rule) {
    case 'first':
      return values[0];
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'min':
      return numbers.reduce((least, value) => Math.min(least, value));
    case 'max':
      return numbers.reduce((most, value) => Math.max(most, value));
    case 'any':
      return values.some(Boolean);
    case 'all':
      return values.every(Boolean);
    default:
      throw new DaisyError('Internal', {
        message: `${owner} does not say how its output "${output}" becomes one value from pieces.`,
        action: `Add combine: { ${output}: 'sum' } or another rule to its split.`,
      });
  }
}
