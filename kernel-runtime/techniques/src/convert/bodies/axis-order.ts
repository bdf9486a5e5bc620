import { DaisyError } from '@daisy-lab/core';

/** Names of axes from a text with commas. */
export const axesIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');

/**
 * For each wanted axis the number of the axis of the array that it is: the one of that name, or, for a new name, the next that is left.
 * @throws DaisyError `Input` when their numbers differ or a name stands twice
 */
export function axisOrder(axes: readonly string[], wanted: readonly string[]): readonly number[] {
  if (wanted.length !== axes.length || new Set(wanted).size !== wanted.length) {
    throw new DaisyError('Input', {
      message: `The axes [${wanted.join(', ')}] cannot be those of an array over [${axes.join(', ')}].`,
      action: 'Name as many axes as the array has, each once.',
    });
  }
  const left = axes.flatMap((name, axis) => (wanted.includes(name) ? [] : [axis]));
  return wanted.map(name => (axes.includes(name) ? axes.indexOf(name) : left.shift()!));
}
