import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/runtime';
import { describeError } from '../../lib/kernel/host/describe-error.js';

const bomb = (): never => {
  throw new Error('must not run');
};
const lines = (thrown: unknown): string[] => describeError(thrown).traceback.map(stripVTControlCharacters);

describe('the error of a cell', () => {
  test('tells the whole chain of causes, once each, before the stack', () => {
    const first = new Error('disk full');
    const second = new DaisyError('File', {
      message: 'The file cannot be written.',
      action: 'Free some space.',
      cause: first,
    });
    const third = new RangeError('saving failed', { cause: second });
    Object.assign(first, { cause: third });
    expect(lines(third).slice(0, 3)).toEqual([
      'RangeError: saving failed',
      'caused by The file cannot be written. Free some space.',
      'caused by Error: disk full',
    ]);
    expect(lines(third)[3]).toMatch(/^ {4}at /);
  });

  test('of several at once names some of them', () => {
    const many = new AggregateError(
      Array.from({ length: 9 }, (_, at) => new Error(`source ${at}`)),
      'no source answered',
    );
    expect(lines(many).slice(0, 2)).toEqual(['AggregateError: no source answered', 'one of them: Error: source 0']);
    expect(lines(many)).toContain('and 4 more');
  });

  test('is told whatever was thrown', () => {
    const traps = { get: bomb, has: bomb, getPrototypeOf: bomb };
    expect(describeError('text')).toMatchObject({ ename: 'Thrown', evalue: "'text'" });
    expect(describeError(undefined).evalue).toBe('undefined');
    for (const hostile of [
      new Proxy({}, traps),
      Object.setPrototypeOf({ a: 1 }, new Proxy({}, traps)),
      Object.create(Error.prototype, { message: { get: bomb }, stack: { get: bomb }, cause: { get: bomb } }),
      { toString: bomb },
    ]) {
      expect(describeError(hostile)).toMatchObject({ status: 'error', traceback: expect.anything() });
    }
  });
});
