import { DaisyError } from '@daisy-lab/core';
import { displayable, type Displayable } from './bundle.js';
import { inspectValue } from './inspect/inspect-value.js';
import { ownData } from './inspect/own-data.js';
import { pictureBundle, type PictureBytes } from './pictures.js';
import { tableBundle } from './table/table-bundle.js';
import {
  arrowTable,
  columnTable,
  isArrowTable,
  isColumns,
  isRecords,
  recordTable,
  type ArrowTable,
  type Columns,
  type TableData,
} from './table/table-data.js';
import { isVegaSpec, vegaBundle } from './vega-lite.js';

export interface TableOptions {
  readonly title?: string;
  /** Unit of a column, by its name; of an Arrow table also from the field's metadata `unit`. */
  readonly units?: Readonly<Record<string, string>>;
}

/** What can be shown as a table: an Apache Arrow table or record batch, a list of records, or columns of equal length by name. */
export type TableSource = ArrowTable | readonly object[] | Columns;

const longestText = 2000;
const mathSign = /^\s*(\$|\\\(|\\\[|\\begin)/;

/** Values that notebooks show in a rich form; each carries text for consoles. `display.html(x)` is `display(rich.html(x))`. */
export interface Rich {
  /** HTML as it is: escape what comes from data. */
  html(html: string): Displayable;
  markdown(markdown: string): Displayable;
  /** A formula; without `$` or an environment around it, it is set as display mathematics. */
  latex(latex: string): Displayable;
  svg(svg: string): Displayable;
  png(picture: PictureBytes): Displayable;
  jpeg(picture: PictureBytes): Displayable;
  gif(picture: PictureBytes): Displayable;
  /** A tree that unfolds. */
  json(value: unknown): Displayable;
  text(text: string): Displayable;
  /** A Vega-Lite (or Vega) specification; without `$schema` it is taken for Vega-Lite 5. */
  vega(specification: object): Displayable;
  table(source: TableSource, options?: TableOptions): Displayable;
  /** Any MIME type, with text beside it. */
  raw(mimeType: string, data: unknown, text?: string): Displayable;
}

export const rich: Rich = {
  html: html => displayable({ 'text/html': html, 'text/plain': textOfHtml(html) }),
  markdown: markdown => displayable({ 'text/markdown': markdown, 'text/plain': markdown }),
  latex: latex => displayable({ 'text/latex': mathSign.test(latex) ? latex : `$$${latex}$$`, 'text/plain': latex }),
  svg: svg => {
    if (!/<svg[\s>]/.test(svg)) {
      throw new DaisyError('Input', {
        message: 'This is no SVG drawing: it has no <svg> element.',
        action: 'Pass the text of an SVG file.',
      });
    }
    const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1];
    return displayable({ 'image/svg+xml': svg, 'text/plain': title ? `SVG drawing: ${title}` : 'SVG drawing' });
  },
  png: picture => displayable(pictureBundle('image/png', picture)),
  jpeg: picture => displayable(pictureBundle('image/jpeg', picture)),
  gif: picture => displayable(pictureBundle('image/gif', picture)),
  json: value => displayable({ 'application/json': jsonOf(value), 'text/plain': inspectValue(value) }),
  text: text => displayable({ 'text/plain': text }),
  vega: specification => {
    const spec: object = { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', ...specification };
    if (!isVegaSpec(spec)) {
      throw new DaisyError('Input', {
        message: `The schema ${inspectValue(ownData(spec, '$schema'))} is neither Vega-Lite nor Vega.`,
        action: 'Leave $schema out, or name one of https://vega.github.io/schema/.',
      });
    }
    return displayable(vegaBundle(spec));
  },
  table: (source, { title, units } = {}) => displayable(tableBundle(tableOf(source, units), title)),
  raw: (mimeType, data, text = `${mimeType} output`) =>
    displayable({ [mimeType]: data, ...(mimeType === 'text/plain' ? {} : { 'text/plain': text }) }),
};

function tableOf(source: TableSource, units: TableOptions['units']): TableData {
  if (isArrowTable(source)) return arrowTable(source, units);
  if (isRecords(source) || (Array.isArray(source) && source.length === 0))
    return recordTable(source as readonly object[], units);
  if (isColumns(source)) return columnTable(source, units);
  throw new DaisyError('Input', {
    message: 'This value is no table.',
    action: 'Pass an Apache Arrow table, a list of records, or columns of equal length by name.',
  });
}

/**
 * @throws DaisyError `Input` for what JSON cannot say, such as a cycle
 */
function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null',
    );
  } catch (cause) {
    throw new DaisyError('Input', {
      message: 'This value cannot be written as JSON.',
      action: 'Show it without display.json.',
      cause,
    });
  }
}

function textOfHtml(html: string): string {
  const text = html
    .replace(/<(script|style)[^>]*>[^]*?<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h\d)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text || 'HTML output';
}
