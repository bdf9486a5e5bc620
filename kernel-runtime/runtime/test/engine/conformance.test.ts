import { describe, expect, test } from '@jest/globals';
import { engineRules, memoryEngine } from '@daisy-lab/core/testing';
import { algorithm, Engine, FolderResults, port, workflow } from '@daisy-lab/runtime';
import { freshFolder } from '../support/worlds.ts';

const engines = {
  'the local engine': () => Engine.local({ results: null }),
  'the local engine with one thread': () => Engine.local({ threads: 1, results: null }),
  'the local engine that keeps results': () => Engine.local({ results: new FolderResults(freshFolder()) }),
  'the engine for tests': () => memoryEngine(),
};

describe.each(Object.entries(engines))('%s', (_, make) => {
  test.each(engineRules.map(rule => [rule.rule, rule.title, rule] as const))('%s %s', async (_number, _title, rule) => {
    await rule.check(make());
  });
});

test('the engine for tests injects faults by step and attempt, with a clock of its own', async () => {
  const pass = algorithm('test.pass', {
    version: '1.0.0',
    title: 'Pass',
    inputs: { x: port.number() },
    outputs: { x: port.number() },
  }).implement('plain', { run: ({ inputs }) => inputs });
  const twice = workflow('test.twice', { version: '1.0.0', title: 'Twice', inputs: { x: port.number() } }, (w, { x }) =>
    w.step(pass, w.step(pass, { x }), {}, { name: 'last', retries: 1 }),
  );
  const fault = (path: string, attempt: number): Error | undefined =>
    path === 'last' && attempt === 0 ? new Error('The disk is full.') : undefined;
  const run = memoryEngine({ fault, nowMs: () => 42 }).run(twice, { x: 7 });
  expect(await run).toEqual({ x: 7 });
  expect(run.record().elapsedMs).toBe(42);
  const hard = memoryEngine({ fault: path => (path === 'last' ? new Error('The disk is full.') : undefined) });
  await expect(hard.run(twice, { x: 7 })).rejects.toThrow('The disk is full.');
});
