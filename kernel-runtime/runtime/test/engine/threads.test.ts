import { expect, test } from '@jest/globals';
import { makeVector, Table, vectorFromArray } from 'apache-arrow';
import { Engine, ndarray, port, sharedArray, workflow, type RunEvent } from '@daisy-lab/runtime';
import { handOvers } from '../../lib/engine/threads/hand-over.js';
import { double, lift, meet, pass, same, where } from './fixtures/threaded.mjs';

const engine = Engine.local({ threads: 2 });

test('a body in a module runs in a worker thread; its log and errors come back', async () => {
  const run = engine.run(where, { number: 5 });
  const log: string[] = [];
  for await (const event of run as AsyncIterable<RunEvent>) if (event.log) log.push(event.log);
  expect(await run).toMatchObject({ number: 5, thread: expect.any(Number) });
  expect((await run).thread).toBeGreaterThan(0);
  expect(log).toEqual(['at work on 5']);
  await expect(engine.run(where, { number: 5 }, { params: { fail: true } })).rejects.toThrow(
    'Thread: It does not fit.',
  );
});

test('independent branches run in different threads at once', async () => {
  const inputs = { door: port.array('int32', ['place']) };
  const fork = workflow('test.fork', { version: '1.0.0', title: 'Fork', inputs }, (w, { door }) => {
    const left = w.step(meet, { door }, {}, 'left');
    const right = w.step(meet, { door }, {}, 'right');
    return { left: left.thread, right: right.thread };
  });
  const { left, right } = await engine.run(fork, { door: sharedArray('int32', [1], ['place']) });
  expect(left).not.toBe(right);
});

test('a thread that dies is one sentence, and the next call works', async () => {
  await expect(engine.run(where, { number: 1 }, { params: { die: true } })).rejects.toThrow(/thread .* has ended/);
  expect(await engine.run(where, { number: 2 })).toMatchObject({ number: 2 });
});

test('a body that does not listen to a cancel request loses its thread', async () => {
  const run = engine.run(where, { number: 1 }, { params: { spinMs: 60_000 } });
  setTimeout(() => run.cancel(), 200);
  await expect(run).rejects.toMatchObject({ tag: 'Cancelled' });
  expect(await engine.run(where, { number: 2 })).toMatchObject({ number: 2 });
});

test('arrays in shared memory go to a thread without a copy, results are given away', async () => {
  const stack = sharedArray('float32', [64, 128], ['row', 'column']);
  stack.data.forEach((_, index) => (stack.data[index] = index));
  const before = { ...handOvers };
  const { stack: doubled } = await engine.run(double, { stack });
  expect(doubled.data[4097]).toBe(8194);
  expect(handOvers.copied).toBe(before.copied);
  expect(handOvers.shared).toBeGreaterThan(before.shared);
  const plain = ndarray(new Float32Array(8), [2, 4], ['row', 'column']);
  await engine.run(double, { stack: plain });
  expect(plain.data.length).toBe(8);
  expect(handOvers.copied).toBe(before.copied + 1);
});

test('S8: pieces in threads are written where they are gathered, between steps into memory that is used again', async () => {
  const stack = sharedArray('float32', [4000, 64], ['row', 'column']);
  stack.data.forEach((_, index) => (stack.data[index] = index));
  const flow = workflow(
    'test.lifts',
    { version: '1.0.0', title: 'Lifts', inputs: { stack: lift.inputs.stack } },
    (w, given) => w.step(lift, w.step(lift, w.step(lift, given), {}, 'second'), {}, 'third'),
  );
  const before = { ...handOvers };
  const { stack: lifted } = await Engine.local({ threads: 2, memoryBytes: 3e6, results: null }).run(flow, { stack });
  expect(lifted.data.every((value, index) => value === index + 3)).toBe(true);
  expect(handOvers.copied).toBe(before.copied);
});

test('S8: what a body in a thread hands on of its input stays as it is when later runs come', async () => {
  const flow = workflow(
    'test.passing',
    { version: '1.0.0', title: 'Passing', inputs: { stack: lift.inputs.stack } },
    (w, given) => w.step(same, w.step(lift, given)),
  );
  const stack = sharedArray('float32', [1, 8], ['row', 'column']);
  const own = Engine.local({ threads: 2, results: null });
  const first = await own.run(flow, { stack });
  stack.data.fill(70);
  const second = await own.run(flow, { stack });
  expect([first.stack.data[5], second.stack.data[5]]).toEqual([1, 71]);
});

test('what a body in a thread hands back of shared memory is the same memory here, whole or in part', async () => {
  const stack = sharedArray('float32', [4, 8], ['row', 'column']);
  const { stack: whole } = await engine.run(same, { stack });
  expect(whole.data.buffer).toBe(stack.data.buffer);
  const last = ndarray(stack.data.subarray(24), [1, 8], ['row', 'column']);
  const { stack: part } = await engine.run(same, { stack: last });
  stack.data[31] = 17;
  expect([part.data.buffer === stack.data.buffer, part.data.length, part.data[7]]).toEqual([true, 8, 17]);
});

test('T2: tables and Arrow tables in shared memory go to a thread and come back without a copy', async () => {
  const shared = <A extends Float64Array>(values: A): Float64Array => {
    const made = new Float64Array(new SharedArrayBuffer(values.byteLength));
    made.set(values);
    return made;
  };
  const x = shared(Float64Array.of(1, 2, 3));
  const arrow = new Table({ x: makeVector(x), name: vectorFromArray(['a', null, 'b']) });
  const before = { ...handOvers };
  const given = await engine.run(pass, { columns: { x }, arrow: arrow as never });
  expect(given.seen).toEqual({ thread: true, rows: 3, names: ['a', null, 'b'], last: 3 });
  expect([...(given.columns['x'] as Float64Array)]).toEqual([2, 3, 4]);
  const back = given.arrow as unknown as Table;
  expect(back.toArray().map(row => ({ ...(row as object) }))).toEqual(
    arrow.toArray().map(row => ({ ...(row as object) })),
  );
  // The column that has come back is the memory that was given.
  x[0] = 17;
  expect(back.getChild('x')!.get(0)).toBe(17);
  expect(handOvers.shared).toBeGreaterThanOrEqual(before.shared + 3);
});

test('T3: threads that die after a call, by what a body has left behind, are replaced', async () => {
  // A call may meet a thread on its last turn: then it says so, and does not wait for ever.
  const ended = async (number: number, params = {}): Promise<unknown> =>
    engine.run(where, { number }, { params }).then(
      made => made.number,
      (error: Error) => (error.message.includes('has ended before it gave a result') ? number : error),
    );
  for (const late of ['dieLate', 'throwLate']) {
    for (let round = 0; round < 4; round++) expect(await ended(round, { [late]: true })).toBe(round);
    const numbers = [0, 1, 2, 3, 4, 5];
    expect(await Promise.all(numbers.map(number => ended(number)))).toEqual(numbers);
  }
  const well = async (): Promise<boolean> =>
    engine.run(where, { number: 2 }).then(
      ({ number }) => number === 2,
      () => false,
    );
  while (!(await well()));
});
