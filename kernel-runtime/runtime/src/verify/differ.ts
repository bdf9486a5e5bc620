import { isNdArray } from '@daisy-lab/core';

/**
 * How far a value is from the reference: 0 for equal ones, the relative L2 difference of arrays and numbers, Infinity where they cannot
 * be compared: another shape, a word that differs, NaN in other places.
 */
export function difference(value: unknown, reference: unknown): number {
  if (Object.is(value, reference)) return 0;
  if (typeof value === 'number' && typeof reference === 'number') return relative([value], [reference]);
  if (typeof value !== 'object' || typeof reference !== 'object' || !value || !reference) return Infinity;
  if (isNumbers(value) && isNumbers(reference)) return relative(value, reference);
  if (isNdArray(value) && isNdArray(reference)) {
    const isAlike = value.dtype === reference.dtype && value.shape.join() === reference.shape.join();
    return isAlike ? relative(value.data, reference.data) : Infinity;
  }
  const names = Object.keys(reference);
  if (Object.keys(value).sort().join() !== [...names].sort().join()) return Infinity;
  const member = (owner: object, name: string): unknown => (owner as Record<string, unknown>)[name];
  return Math.max(0, ...names.map(name => difference(member(value, name), member(reference, name))));
}

type Numbers = ArrayLike<number | bigint>;

function isNumbers(value: object): value is object & Numbers {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** ‖value - reference‖ / ‖reference‖; absolute where the reference is all zero. */
function relative(values: Numbers, references: Numbers): number {
  if (values.length !== references.length) return Infinity;
  let apart = 0;
  let norm = 0;
  for (let at = 0; at < references.length; at++) {
    const value = Number(values[at]);
    const reference = Number(references[at]);
    if (Object.is(value, reference) || value === reference) {
      if (Number.isFinite(reference)) norm += reference * reference;
      continue;
    }
    if (!Number.isFinite(value) || !Number.isFinite(reference)) return Infinity;
    apart += (value - reference) ** 2;
    norm += reference * reference;
  }
  return Math.sqrt(norm > 0 ? apart / norm : apart);
}
