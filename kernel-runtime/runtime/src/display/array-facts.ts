import { types } from 'node:util';
import type { NdArray } from '@daisy-lab/core';
import { escapeHtml } from './escape-html.js';
import { isPlainObject, ownData } from './inspect/own-data.js';
import { countText, numberText, statisticsOf } from './statistics.js';

const firstValues = 10;

/** True for arrays of Daisy, known by their parts because a notebook may bring a copy of the package along. */
export function isNdArray(value: unknown): value is NdArray {
  if (!isPlainObject(value)) return false;
  const [dtype, shape, axes, data] = ['dtype', 'shape', 'axes', 'data'].map(key => ownData(value, key));
  if (typeof dtype !== 'string' || !types.isTypedArray(data) || !Array.isArray(shape) || !Array.isArray(axes))
    return false;
  const lengths = shape as readonly unknown[];
  const size = lengths.reduce<number>(
    (product, length) => product * (Number.isInteger(length) ? Number(length) : NaN),
    1,
  );
  return axes.length === shape.length && size === data.length;
}

export interface ArrayFacts {
  /** `float32 [row 256, column 256] 1/pixel, 0..1.25, mean 0.5: 0, 0.1, ...` */
  readonly text: string;
  readonly html: string;
}

/** Dtype, shape, unit, range and mean (of a sample when the array is large), and the first values. */
export function arrayFacts(array: NdArray): ArrayFacts {
  const shape = array.shape.map((length, axis) => `${String(array.axes[axis])} ${length}`).join(', ');
  const { min, max, mean, invalid, samples } = statisticsOf(array.data);
  const sampled = samples < array.data.length ? ` of ${countText(samples)} sampled values` : '';
  const range = min <= max ? `${numberText(min)}..${numberText(max)}` : 'no finite value';
  const unit = array.unit ? ` ${array.unit}` : '';
  const first = firstOf(array);
  const text = [
    `${array.dtype} [${shape}]${unit}`,
    array.data.length === 0 ? 'empty' : min <= max ? `${range}, mean ${numberText(mean)}${sampled}` : range,
    ...(invalid > 0 ? [`${countText(invalid)} NaN or infinite${sampled}`] : []),
  ].join(', ');
  const bytes = `${countText(array.data.byteLength)} bytes`;
  const rows: [string, string][] = [
    ['dtype', array.dtype],
    [
      'shape',
      array.shape.map((length, axis) => `${String(array.axes[axis])} ${countText(length)}`).join(' × ') || 'one value',
    ],
    ['unit', array.unit ?? 'none'],
    ['range', range],
    ['mean', min <= max ? numberText(mean) + sampled : ''],
    ['NaN, infinite', invalid > 0 ? countText(invalid) + sampled : ''],
    ['memory', bytes],
    ['first values', first],
  ];
  const html = rows
    .filter(([, fact]) => fact !== '')
    .map(
      ([name, fact]) =>
        `<tr><th style="text-align:left">${name}</th><td style="text-align:left">${escapeHtml(fact)}</td></tr>`,
    );
  return { text: first ? `${text}: ${first}` : text, html: `<table><tbody>${html.join('')}</tbody></table>` };
}

function firstOf({ data }: NdArray): string {
  const values = Array.from(data.subarray(0, firstValues) as ArrayLike<number | bigint>, value =>
    typeof value === 'bigint' ? String(value) : numberText(value),
  );
  return values.join(', ') + (data.length > firstValues ? ', ...' : '');
}
