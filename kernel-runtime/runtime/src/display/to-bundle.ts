import { types } from 'node:util';
import { arrayBundle } from './array-bundle.js';
import { isNdArray } from './array-facts.js';
import { displaySymbol, type MimeBundle } from './bundle.js';
import { inspectValue } from './inspect/inspect-value.js';
import { isRgbaImage, pictureBundle, pictureTypeOf, rgbaBundle } from './pictures.js';
import { tableBundle } from './table/table-bundle.js';
import { arrowTable, isArrowTable, isRecords, recordTable } from './table/table-data.js';
import { isVegaSpec, vegaBundle } from './vega-lite.js';

const textOnly = (value: unknown): MimeBundle => ({ 'text/plain': inspectValue(value) });

/**
 * A value in all forms that suit it, `text/plain` always among them: what it draws itself, an array as curve or picture, a table, a
 * chart, a picture; anything else as inspected text. Whatever the value does, this does not throw.
 */
export function toBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || types.isProxy(value))
    return textOnly(value);
  try {
    const drawn = drawItself(value) ?? known(value);
    if (!types.isPromise(drawn)) return withText(drawn, value);
    return drawn.then(
      bundle => withText(bundle, value),
      (error: unknown) => failed(value, error),
    );
  } catch (error) {
    return failed(value, error);
  }
}

function drawItself(value: object): MimeBundle | Promise<MimeBundle> | undefined {
  const draw = (value as { readonly [displaySymbol]?: unknown })[displaySymbol];
  return typeof draw === 'function' ? (draw.call(value) as MimeBundle | Promise<MimeBundle> | undefined) : undefined;
}

function known(value: object): MimeBundle | undefined {
  if (isNdArray(value)) return arrayBundle(value);
  if (isArrowTable(value)) return tableBundle(arrowTable(value));
  if (isRecords(value)) return tableBundle(recordTable(value));
  if (isVegaSpec(value)) return vegaBundle(value);
  if (isRgbaImage(value)) return rgbaBundle(value);
  const picture = pictureTypeOf(value);
  return picture && pictureBundle(picture, value as Uint8Array);
}

function withText(bundle: unknown, value: unknown): MimeBundle {
  if (typeof bundle !== 'object' || bundle === null || types.isProxy(bundle)) return textOnly(value);
  return 'text/plain' in bundle ? (bundle as MimeBundle) : { ...textOnly(value), ...bundle };
}

function failed(value: unknown, error: unknown): MimeBundle {
  const why = inspectValue(error, { text: 200 }).split('\n')[0];
  return { 'text/plain': `${inspectValue(value)}\n(its rich form could not be drawn: ${why})` };
}
