import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { DaisyError, inspectValue, ndarray } from '@daisy-lab/runtime';

const bomb = (): never => {
  throw new Error('must not run');
};

describe('the inspector', () => {
  test('writes ordinary values as Node does', () => {
    expect(inspectValue('it')).toBe("'it'");
    expect(inspectValue([2, 'old', -0, 3n, null, undefined, Symbol('s')])).toBe(
      "[ 2, 'old', -0, 3n, null, undefined, Symbol(s) ]",
    );
    expect(inspectValue({ a: 1, 'odd key': [true], f() {} })).toBe("{ a: 1, 'odd key': [ true ], f: [Function: f] }");
    expect(inspectValue([1, , 3])).toBe('[ 1, <1 empty item>, 3 ]');
    expect(inspectValue(class A extends Array {})).toBe('[class A extends Array]');
    expect(inspectValue(Object.create(null))).toBe('[Object: null prototype] {}');
  });

  test('names classes, dates, patterns, maps, sets and promises', () => {
    class Detector {
      pixelSizeMm = 0.075;
    }
    expect(inspectValue(new Detector())).toBe('Detector { pixelSizeMm: 0.075 }');
    expect(inspectValue(new Map<unknown, unknown>([['k', new Set([1])]]))).toBe("Map(1) { 'k' => Set(1) { 1 } }");
    expect(inspectValue([new Date(0), /a\/b/gi, Promise.resolve(4), new Date(Number.NaN)])).toBe(
      '[ 1970-01-01T00:00:00.000Z, /a\\/b/gi, Promise { 4 }, Invalid Date ]',
    );
    expect(inspectValue(runInNewContext('[new Date(0), { a: new Map([[1, 2]]) }]'))).toContain('a: Map(1) { 1 => 2 }');
  });

  test('gives dtype, length, range and first values of arrays of numbers', () => {
    expect(inspectValue(Float32Array.of(1, 2.5))).toBe('Float32Array(2) [ 1, 2.5 ]');
    const long = inspectValue(Float64Array.from({ length: 1000 }, (_, at) => at));
    expect(long).toMatch(/^Float64Array\(1000\) 0\.\.999, mean 499\.5 \[/);
    expect(long).toContain('... 980 more items');
    expect(inspectValue({ image: ndarray(Uint16Array.of(1, 2, 3, 4), [2, 2], ['y', 'x'], 'count') })).toBe(
      '{ image: uint16 [y 2, x 2] count, 1..4, mean 2.5: 1, 2, 3, 4 }',
    );
  });

  test('does not run getters, and ends at cycles', () => {
    const value: Record<string, unknown> = { get secret(): never {
      return bomb();
    } }; // prettier-ignore
    value['self'] = value;
    expect(inspectValue(value)).toBe('{ secret: [Getter], self: [Circular] }');
  });

  test('bounds depth, entries, text and the whole', () => {
    let deep: object = {};
    for (let level = 0; level < 5000; level++) deep = { deep };
    expect(inspectValue(deep).length).toBeLessThan(200);
    const wide = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => ({ a: [1, 2, 3] })));
    expect(inspectValue(wide).length).toBeLessThan(60_000);
    expect(inspectValue(wide)).toContain('more items');
    expect(inspectValue('x'.repeat(1e6)).length).toBeLessThan(10_100);
    expect(inspectValue({ text: 'x'.repeat(1e6) }).length).toBeLessThan(1200);
  });

  test('survives objects that mean harm', () => {
    const traps = { get: bomb, has: bomb, ownKeys: bomb, getPrototypeOf: bomb, getOwnPropertyDescriptor: bomb };
    for (const hostile of [
      new Proxy({}, traps),
      new Proxy([], traps),
      new Proxy(() => 1, traps),
      { toString: bomb, valueOf: bomb, toJSON: bomb, [Symbol.toPrimitive]: bomb },
      { [Symbol.for('nodejs.util.inspect.custom')]: bomb },
      { get constructor(): never { return bomb(); }, get [Symbol.toStringTag](): never { return bomb(); } }, // prettier-ignore
      Object.setPrototypeOf({ a: 1 }, new Proxy({}, traps)),
      Object.defineProperty(new Error('x'), 'message', { get: bomb }),
      Object.assign(Object.create({ constructor: { name: { toString: bomb } } }), { a: 1 }),
    ]) {
      expect(typeof inspectValue(hostile)).toBe('string');
      expect(typeof inspectValue([hostile, { hostile }])).toBe('string');
    }
  });

  test('shows an error by its sentence, what to do and its causes, and the stack after them', () => {
    const cause = new Error('ENOENT', { cause: 'disk' });
    const details = { message: 'The file is missing.', action: 'Choose another.', file: '/x.h5', cause };
    const lines = inspectValue(new DaisyError('File', details)).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'The file is missing.',
      'What to do: Choose another.',
      "file: '/x.h5'",
      'caused by Error: ENOENT',
      "caused by 'disk'",
    ]);
    expect(lines[5]).toMatch(/^ {4}at /);
    expect(inspectValue({ failed: new RangeError('too far') })).toBe('{ failed: [RangeError: too far] }');
  });
});
