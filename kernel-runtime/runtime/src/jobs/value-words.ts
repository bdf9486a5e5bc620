import { isNdArray } from '@daisy-lab/core';

/** A value in a few words, as a canvas writes it beside an output. `shape`: that of the whole when the value is a part of it. */
export function wordsFor(value: unknown, shape?: readonly number[]): string {
  if (isNdArray(value)) {
    return `${value.dtype} ${(shape ?? value.shape).join(' × ')}${value.unit ? ` ${value.unit}` : ''}`;
  }
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  if (Array.isArray(value)) return `${value.length} entries`;
  return typeof value === 'object' ? 'data' : String(value).slice(0, 80);
}

/** Values in a few words each. */
export function inWords(outputs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, wordsFor(value)]));
}

/** Values that are numbers, as far as JSON has them. */
export function numbersOf(outputs: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(outputs).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}
