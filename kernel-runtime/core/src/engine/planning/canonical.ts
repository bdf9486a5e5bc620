import { DaisyError } from '../../errors/daisy-error.js';

/**
 * Plain data as text in which equal values have equal text: keys sorted, `undefined` members left out, -0 as 0.
 * @throws DaisyError `Input` for what has no such text: functions, typed arrays, circles, NaN
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, parents: readonly object[]): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value === 0 ? 0 : value);
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) throw noText(value);
  if (parents.includes(value)) throw noText('a circle of objects');
  const inside = [...parents, value];
  if (Array.isArray(value)) return `[${value.map(item => write(item ?? null, inside)).join()}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member, inside)}`).join()}}`;
}

const noText = (value: unknown): DaisyError =>
  new DaisyError('Input', {
    message: `${typeof value === 'string' ? value : Object.prototype.toString.call(value)} cannot be part of a key.`,
    action: 'Use numbers, words, lists and groups of them.',
  });
