import {
  isNdArray,
  completeParams,
  DaisyError,
  hasAxis,
  providersOf,
  type FlatStep,
  type Ports,
  type Section,
} from '@daisy-lab/core';

import type { ValueRecord } from './scope.js';
import type { ValueTable } from './value-table.js';

/**
 * Length of the axis that a section is cut along: from the arrays that come into it, or from a reader's extent. Null when nothing
 * tells it; the steps then work on the whole.
 * @throws DaisyError `Input` when arrays of different length come together
 */
export async function sectionLength(section: Section, values: ValueTable): Promise<number | null> {
  const over = section.over!;
  const inside = new Set(section.steps.map(step => step.path));
  let known: { readonly length: number; readonly from: string } | null = null;
  for (const step of section.steps) {
    for (const [length, name] of await lengthsInto(step, over, inside, values)) {
      if (known && known.length !== length) {
        throw new DaisyError('Input', {
          message: `"${name}" of ${step.algorithm.title} has ${length} entries along "${over}", ${known.from} has ${known.length}.`,
          action: 'Give arrays of the same length along this axis.',
        });
      }
      known = { length, from: `"${name}" of ${step.algorithm.title}` };
    }
  }
  return known && known.length > 0 ? known.length : null;
}

async function lengthsInto(
  step: FlatStep,
  over: string,
  inside: ReadonlySet<string>,
  values: ValueTable,
): Promise<readonly (readonly [number, string])[]> {
  const ports = step.algorithm.inputs as Ports;
  const outer = Object.entries(step.inputs).filter(
    ([, source]) => !providersOf(source).some(link => inside.has(link.step)),
  );
  const arrays = outer.flatMap(([name, source]) => {
    const value = values.get(source);
    if (!isNdArray(value) || !ports[name] || !hasAxis(ports[name].type, over)) return [];
    const axis = value.axes.indexOf(over);
    return axis < 0 ? [] : [[value.shape[axis]!, name] as const];
  });
  if (arrays.length > 0 || !step.algorithm.extent || outer.length < Object.keys(step.inputs).length) return arrays;
  const params = completeParams(step.algorithm.id, step.algorithm.params, values.getAll(step.params));
  return [[await step.algorithm.extent(values.getAll(step.inputs) as never, params as ValueRecord as never), 'extent']];
}
