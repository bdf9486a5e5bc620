import { types } from 'node:util';
import { numberText, statisticsOf } from '../statistics.js';
import { layOut } from './lay-out.js';
import { classNameOf } from './own-data.js';

const firstValues = 20;

/** `Float32Array(3) [ 1, 2, 3 ]`; of a long array the range and the first values. */
export function typedArrayText(view: ArrayBufferView, entries: number): string {
  const name = classNameOf(view) ?? 'TypedArray';
  if (!types.isTypedArray(view)) return `${name} { byteLength: ${view.byteLength}, byteOffset: ${view.byteOffset} }`;
  const all = view as unknown as ArrayLike<number | bigint>;
  const length = all.length;
  const shown = length > entries ? firstValues : length;
  const texts: string[] = [];
  for (let at = 0; at < shown; at++) {
    const value = all[at]!;
    texts.push(typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value));
  }
  if (shown < length) texts.push(`... ${length - shown} more items`);
  return layOut(`${name}(${length})${shown < length ? rangeText(all) : ''} [`, texts, ']');
}

function rangeText(all: ArrayLike<number | bigint>): string {
  const { min, max, mean } = statisticsOf(all);
  return min <= max ? ` ${numberText(min)}..${numberText(max)}, mean ${numberText(mean)}` : '';
}
