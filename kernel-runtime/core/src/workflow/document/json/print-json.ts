import { isObject, type Json } from './json-tree.js';

/** How new text looks: the line break (empty: all in one line) and indentation of the file that it goes into. */
export interface TextStyle {
  readonly newline: string;
  readonly indent: string;
}

export const usualStyle: TextStyle = { newline: '\n', indent: '  ' };

/** Lists and records of these names stand one entry a line, so that a change is a change of one line. */
const brokenNames = new Set([
  ...['workflow', 'nodes', 'inputs', 'params', 'outputs'],
  ...['values', 'use', 'view', 'positions', 'groups', 'comments'],
]);

/** Everything else stands in one line up to this length. */
const longestLine = 100;

/** A value as text; `path` decides how it is broken into lines, `depth` how far these are indented. */
export function printJson(value: Json, path: readonly (string | number)[] = [], style = usualStyle, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const oneLine = inOneLine(value);
  const isEmpty = Object.keys(value).length === 0;
  if (
    isEmpty ||
    style.newline === '' ||
    (!isBroken(path) && oneLine.length + depth * style.indent.length <= longestLine)
  )
    return oneLine;
  const inner = style.newline + style.indent.repeat(depth + 1);
  const outer = style.newline + style.indent.repeat(depth);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(
      (item, at) => inner + printJson(item, [...path, at], style, depth + 1),
    );
    return `[${items.join(',')}${outer}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${JSON.stringify(key)}: ${printJson(member as Json, [...path, key], style, depth + 1)}`,
  );
  return `{${members.join(',')}${outer}}`;
}

function isBroken(path: readonly (string | number)[]): boolean {
  const last = path.at(-1);
  if (last === undefined) return true;
  return typeof last === 'number' ? path.at(-2) === 'nodes' : brokenNames.has(last);
}

function inOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inOneLine).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inOneLine(member)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

/** The line break and indentation that a text uses. */
export function styleOf(text: string): TextStyle {
  const [, newline, indent] = /(\r\n|\n|\r)([ \t]+)\S/.exec(text) ?? [];
  if (newline !== undefined && indent !== undefined) return { newline, indent };
  const anyBreak = /\r\n|\n|\r/.exec(text.trim())?.[0] ?? '';
  return { newline: text.trim() === '' ? usualStyle.newline : anyBreak, indent: usualStyle.indent };
}
