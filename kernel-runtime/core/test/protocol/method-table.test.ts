import { describe, expect, test } from '@jest/globals';
import { methodFacts, methodTable, wrongParam } from '@daisy-lab/core';

describe('RPC-5: parameters are held to the table of methods', () => {
  test('what the types allow is taken', () => {
    expect(wrongParam('viewer.value', { handle: 'v1', frame: 0, x: 1, y: 2 })).toBeUndefined();
    expect(wrongParam('events.snapshot', {})).toBeUndefined();
    expect(wrongParam('hello', { further: 'of a later version' })).toBeUndefined();
  });

  test.each([
    ['viewer.value', { handle: 'v1', frame: 0, x: 1 }, 'the parameter "y" of viewer.value is not a number'],
    ['viewer.value', { handle: 7, frame: 0, x: 1, y: 1 }, 'the parameter "handle" of viewer.value is not a text'],
    ['ct.axis', { scan: 's', row: 0, params: [] }, 'the parameter "params" of ct.axis is not a record'],
    ['ct.axis', { scan: 's', row: 0, params: null }, 'the parameter "params" of ct.axis is not a record'],
    ['files.list', { folder: '', extensions: {} }, 'the parameter "extensions" of files.list is not a list'],
    ['events.snapshot', { seq: '3' }, 'the parameter "seq" of events.snapshot is not a number'],
    [
      'ct.slice',
      { scan: 's', row: 0, axisPx: 1, params: {}, quality: 'best' },
      'the parameter "quality" of ct.slice is none of draft, exact',
    ],
  ])('%s refuses %j', (method, params, sentence) => {
    expect(wrongParam(method, params)).toBe(sentence);
  });

  test('names that an object inherits are no methods and no parameters', () => {
    expect(methodFacts('constructor')).toBeUndefined();
    expect(wrongParam('viewer.close', Object.create({ handle: 'inherited' }) as object as never)).toContain('handle');
  });
});

test('RPC-9: every method says whether it may run again', () => {
  for (const facts of Object.values(methodTable)) expect(['read', 'change']).toContain(facts.effect);
  expect(methodTable['run.start'].effect).toBe('change');
  expect(methodTable['viewer.tile'].effect).toBe('read');
});
