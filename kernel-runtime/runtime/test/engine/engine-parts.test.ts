import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { algorithm, ndarray, port } from '@daisy-lab/runtime';
import type { Combine, PortType } from '@daisy-lab/core';
import { misfit } from '../../lib/engine/check-values.js';
import { chooseImplementation } from '../../lib/engine/choose-implementation.js';
import { combineValues } from '../../lib/engine/combine.js';
import { digestOf } from '../../lib/engine/digest-inputs.js';
import { MemoryBudget } from '../../lib/engine/memory-budget.js';
import { freshFolder } from '../support/worlds.ts';

describe('the digest of an input', () => {
  const values = (changes: object = {}) => ({
    ...ndarray(Float32Array.of(1, 2, 3, 4), [2, 2], ['row', 'column'], 'mm'),
    ...changes,
  });

  test('of an array is that of its numbers, type, shape, axes and unit', () => {
    expect(digestOf(values())).toBe(digestOf(values()));
    const others = [
      values({ data: Float32Array.of(1, 2, 3, 5) }),
      values({ data: Int32Array.from(new Int32Array(values().data.buffer)), dtype: 'int32' }),
      values({ shape: [1, 4] }),
      values({ axes: ['column', 'row'] }),
      values({ unit: 'um' }),
      values({ unit: undefined }),
      values({ key: 'made by something' }),
    ];
    expect(new Set([values(), ...others].map(digestOf)).size).toBe(8);
    expect(digestOf(values({ key: 'a', unit: 'um' }))).not.toBe(digestOf(values({ key: 'a' })));
    expect(digestOf([values(), others[0]])).not.toBe(digestOf([others[0], values()]));
  });

  test('of a file changes with its content and its time', () => {
    const path = join(freshFolder(), 'scan.h5');
    const missing = digestOf({ path });
    writeFileSync(path, 'abc');
    utimesSync(path, 1000, 1000);
    const first = digestOf({ path });
    expect(digestOf({ path })).toBe(first);
    utimesSync(path, 1000, 1001);
    const touched = digestOf({ path });
    writeFileSync(path, 'abcd');
    utimesSync(path, 1000, 1000);
    expect(new Set([missing, first, touched, digestOf({ path })]).size).toBe(4);
  });

  test('of plain data does not depend on the order of its members; of other objects it is their own', () => {
    expect(digestOf({ a: 1, b: [2] })).toBe(digestOf({ b: [2], a: 1 }));
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: 2 }));
    const [one, other] = [{ run: () => 1 }, { run: () => 1 }];
    expect(digestOf(one)).toBe(digestOf(one));
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});

test.each<[Combine, unknown[], unknown]>([
  ['first', [3, 1, 2], 3],
  ['sum', [3, 1, 2], 6],
  ['min', [3, 1, 2], 1],
  ['max', [1, 3, 2], 3],
  ['any', [false, true], true],
  ['any', [false, false], false],
  ['all', [true, false], false],
  ['all', [true, true], true],
])('pieces are combined by %s: %j gives %j', (rule, values, whole) => {
  expect(combineValues('test.it', 'out', rule, values)).toBe(whole);
});

test('a budget is given back, never below nothing, and remembers how much was held at once', () => {
  const budget = new MemoryBudget(100);
  expect([budget.tryTake(60), budget.tryTake(41), budget.tryTake(30, 11), budget.tryTake(30, 10)]).toEqual([
    ...[true, false, false, true],
  ]);
  expect([budget.heldBytes, budget.freeBytes, budget.peakBytes]).toEqual([90, 10, 90]);
  budget.give(60);
  expect([budget.heldBytes, budget.freeBytes, budget.peakBytes]).toEqual([30, 70, 90]);
  budget.give(50);
  expect([budget.heldBytes, budget.tryTake(100), budget.freeBytes]).toEqual([0, true, 0]);
});

const image = port.array('float32', ['row', 'column'], 'mm').type;
const filled = ndarray(new Float32Array(6), [2, 3], ['row', 'column']);
test.each<[PortType, unknown, string | null]>([
  [image, filled, null],
  [image, { ...filled, unit: 'um' }, 'does not fit: A value in um is not one in mm; add a step that converts it.'],
  [image, { ...filled, shape: [2, 2] }, 'has 6 values, which do not fill its shape [2, 2].'],
  [image, 5, 'must be an array of float32 over [row, column], not 5.'],
  [port.list(port.number()).type, [1, 2, 'x'], 'has an entry (number 3) that must be a number, not "x".'],
  [port.list(port.number()).type, ['x'], 'has an entry (number 1) that must be a number, not "x".'],
  [port.list(port.number()).type, [], null],
  [port.list(port.number()).type, 1, 'must be a list, not 1.'],
  [port.number().type, Number.NaN, 'must be a number, not null.'],
  [port.number().type, undefined, 'is missing: give a number.'],
  [port.integer().type, 1.5, 'must be a whole number, not 1.5.'],
  [port.boolean().type, 'yes', 'must be a boolean, not "yes".'],
  [port.optional(port.number()).type, undefined, null],
  [port.optional(port.number()).type, 'x', 'must be a number, not "x".'],
  [port.file('hdf5').type, { path: 'a.h5' }, null],
  [port.file('hdf5').type, 'a.h5', 'must be a hdf5 file: { path }.'],
])('a value for %j: %j %s', (type, value, sentence) => {
  expect(misfit(type, value)).toBe(sentence);
});

test('the choice of a body names those that cannot run and those that cost more', () => {
  const body = { run: () => ({}) };
  const many = algorithm('test.many', { version: '1.0.0', title: 'Many', inputs: {}, outputs: {} })
    .implement('slow', { ...body, cost: 9 })
    .implement('quick', { ...body, cost: 2 })
    .implement('gpu', { ...body, cost: 1, needs: { gpu: true } });
  const { name, reason } = chooseImplementation(many, undefined, { gpu: false });
  expect(name).toBe('quick');
  expect(reason).toMatch(/^cheapest that can run here; gpu needs .*; slow costs more$/);
  const one = algorithm('test.one', { version: '1.0.0', title: 'One', inputs: {}, outputs: {} });
  expect(chooseImplementation(one.implement('plain', body), undefined, {}).reason).toBe('the only implementation');
});
