/** What the header of an XDI file says (XAS Data Interchange 1.0, https://doi.org/10.1088/1742-6596/712/1/012027). */
export interface XdiHeader {
  readonly version: string;
  /** `Family.key` as written, with their values. */
  readonly fields: ReadonlyMap<string, string>;
  readonly comments: readonly string[];
  /** Words of the line above the numbers. */
  readonly labels: readonly string[];
  /** Number of the first line of numbers, from 0. */
  readonly dataLine: number;
}

/** A file that breaks a rule of the format; the message is the end of a sentence. */
export class XdiProblem extends Error {}

/**
 * Reads the lines that begin with `#`.
 * @throws XdiProblem when one of them is no version, field, comment or separator
 */
export function readXdiHeader(lines: readonly string[]): XdiHeader {
  const version = /^\s*#\s*XDI\/(\d\S*)(.*)$/.exec(lines[0] ?? '');
  if (!version) throw new XdiProblem('its first line does not say "# XDI/1.0"');
  const fields = new Map<string, string>();
  const comments: string[] = [];
  let labels: readonly string[] = [];
  let part: 'fields' | 'comments' | 'labels' = 'fields';
  let line = 1;
  for (; line < lines.length; line++) {
    const text = lines[line]!.trim();
    if (text === '') continue;
    if (!text.startsWith('#')) {
      if (/^[-+.\d]/.test(text)) break;
      throw new XdiProblem(`line ${line + 1} begins neither with "#" nor with a number`);
    }
    const content = text.replace(/^#+\s*/, '');
    if (part === 'labels') {
      if (content !== '') labels = content.split(/\s+/);
    } else if (/^-{3,}/.test(content)) part = 'labels';
    else if (/^\/{3,}/.test(content)) part = 'comments';
    else if (part === 'comments') comments.push(content);
    else if (content !== '') {
      const [key, value] = fieldOf(content, line);
      fields.set(key, value);
    }
  }
  if (part !== 'labels') throw new XdiProblem('no line "#---" ends its header');
  return { version: version[1]!, fields, comments: comments.filter(text => text !== ''), labels, dataLine: line };
}

function fieldOf(content: string, line: number): readonly [key: string, value: string] {
  const where = `line ${line + 1} ("${content.slice(0, 40)}")`;
  const colon = content.indexOf(':');
  if (colon < 0) throw new XdiProblem(`${where} has no ":" after its key`);
  const key = content.slice(0, colon).trim();
  const value = content.slice(colon + 1).trim();
  const parts = key.split('.');
  if (parts.length < 2) {
    throw new XdiProblem(
      value.startsWith('key:') || /^\w+:/.test(value)
        ? `${where} has two ":" and no "."`
        : `${where} has no "." between family and key`,
    );
  }
  if (parts.length > 2) throw new XdiProblem(`${where} has two "." in its key`);
  if (/^\d/.test(parts[0]!)) throw new XdiProblem(`${where} has a family that begins with a number`);
  if (!/^\w+$/.test(parts[0]!) || !/^[\w-]+$/.test(parts[1]!)) throw new XdiProblem(`${where} is no "Family.key"`);
  if (value === '') throw new XdiProblem(`${where} has no value`);
  return [key, value];
}
