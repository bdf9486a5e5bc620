import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import { algorithm, port } from '@daisy-lab/runtime';
import { AdjustableEngine } from '../../lib/services/adjustable-engine.js';
import { sessionServices } from '../../lib/services/session-services.js';

const call = { signal: new AbortController().signal };
const granted = algorithm('test.threads', {
  version: '1.0.0',
  title: 'Threads',
  inputs: {},
  outputs: { threads: port.number() },
}).implement('plain', { run: ({ threads }) => ({ threads }) });

test('the number of threads that a screen sets reaches the bodies; 0 means all, more than there are is all', async () => {
  const engine = new AdjustableEngine();
  const events: unknown[] = [];
  const { services, close } = sessionServices(engine, (topic, key, value) => events.push([topic, key, value]));
  const threadsAfter = async (threads: number) => {
    const { result } = await services['session.configure']!({ threads }, call);
    expect((await engine.run(granted, {})).threads).toBe(result.threads);
    return result.threads;
  };
  expect(await threadsAfter(1)).toBe(1);
  expect(events.at(-1)).toMatchObject(['session', 'status', { threads: 1 }]);
  expect(await threadsAfter(0)).toBe(availableParallelism());
  expect(await threadsAfter(100_000)).toBe(availableParallelism());
  const { result } = await services['session.status']!({}, call);
  expect(result.memoryBytes).toBeGreaterThan(1e6);
  close();
});

test('the memory that a screen grants a run reaches its plan; 0 means half of what is free', async () => {
  const engine = new AdjustableEngine();
  const { services, close } = sessionServices(engine, () => undefined);
  const budgetAfter = async (memoryBytes: number) => {
    const { result } = await services['session.configure']!({ threads: 0, memoryBytes }, call);
    return [result.budgetBytes, (await engine.plan(granted, {})).budgetBytes];
  };
  expect(await budgetAfter(2e9)).toEqual([2e9, 2e9]);
  expect(await budgetAfter(0)).toEqual([null, expect.any(Number)]);
  expect(await budgetAfter(5)).toEqual([64e6, 64e6]);
  await expect(budgetAfter(-1)).rejects.toMatchObject({ tag: 'Input' });
  close();
});

test('a number of threads that is none is refused', async () => {
  const { services, close } = sessionServices(new AdjustableEngine(), () => undefined);
  await expect(services['session.configure']!({ threads: -1 }, call)).rejects.toMatchObject({ tag: 'Input' });
  await expect(services['session.configure']!({ threads: 1.5 }, call)).rejects.toMatchObject({ tag: 'Input' });
  close();
});
