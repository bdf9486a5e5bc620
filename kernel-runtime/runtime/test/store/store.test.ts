import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from '@jest/globals';
import { tableFromArrays, type Table } from 'apache-arrow';
import { createStore, ndarray, sharedArray, store, takeFirst, type NdArray } from '@daisy-lab/runtime';
import { LocalStore } from '../../lib/store/objects/local-store.js';
import { ObjectMirror } from '../../lib/store/objects/object-mirror.js';
import { SpillFolder } from '../../lib/store/objects/spill-folder.js';
import { closeStore } from '../../lib/store/open-store.js';
import { freshFolder } from '../support/worlds.ts';

afterAll(closeStore);

const numbers = (length: number, value: number): NdArray =>
  ndarray(new Float64Array(length).fill(value), [length], ['x']);
const lib = (path: string): string => pathToFileURL(join('kernel-runtime/runtime/lib/store', path)).href;

describe('STORE-1: objects', () => {
  test('come back as they were put, whatever they are', async () => {
    const own = createStore({ budgetBytes: 1e6, folder: freshFolder() });
    const curve = ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], ['row', 'x'], 'mm');
    const table = { energy: Float64Array.of(1, 2), edge: ['Fe K', 'Cu K'] };
    const values = { a: [1, 'b', null], deep: { date: new Date(5), array: sharedArray('uint8', [3], ['x']).data } };
    const put = async (value: unknown) => (await own.put(value)).read();
    expect(await put(curve)).toEqual({ ...curve, unit: 'mm' });
    expect(await put(table)).toEqual(table);
    expect(await put(values)).toEqual({ ...values, deep: { date: new Date(5), array: new Uint8Array(3) } });
    expect(await put(17)).toBe(17);
    const arrow = tableFromArrays({ x: Int32Array.of(1, 2, 3) });
    const handle = await own.put(arrow, { name: 'arrow' });
    expect(handle.description).toMatchObject({ kind: 'table', shape: [3, 1], place: 'memory', references: 1 });
    expect(((await handle.read()) as Table).getChildAt(0)!.toArray()).toEqual(Int32Array.of(1, 2, 3));
    await expect(own.put(() => 1)).rejects.toThrow(/^This value cannot be kept: .*could not be cloned/);
  });

  test('arrays in shared memory are taken and given without a copy, parts are read alone', async () => {
    const own = createStore({ budgetBytes: 1e6, folder: freshFolder() });
    const array = sharedArray('float64', [4, 5], ['row', 'x']);
    array.data.forEach((_, at) => (array.data[at] = at));
    const handle = await own.put(array, { name: 'frame' });
    expect((await handle.read()).data.buffer).toBe(array.data.buffer);
    const small = await own.put(takeFirst(array, 2));
    expect((await small.read()).data.buffer.byteLength).toBe(5 * 8);
    expect([...(await small.read()).data]).toEqual([10, 11, 12, 13, 14]);
    expect([
      ...(
        await handle.readPart([
          [1, 3],
          [4, 5],
        ])
      ).data,
    ]).toEqual([9, 14]);
    await expect(handle.readPart([[3, 6]])).rejects.toThrow('Entries 3 to 6 leave axis 0 of "frame", which has 4.');
    const table = await own.put({ x: Float64Array.of(1, 2, 3), w: ['a', 'b', 'c'] });
    expect(await table.readPart([[1, 2]])).toEqual({ x: Float64Array.of(2), w: ['b'] });
  });

  test('have names that are theirs alone, live as long as they are held or named, and tell where they come from', async () => {
    const own = createStore({ budgetBytes: 1e6, folder: freshFolder() });
    const provenance = { algorithm: 'test.a', version: '1', params: {}, inputs: {} };
    const a = await own.put(1, { name: 'first', provenance });
    expect(own.list()).toMatchObject([{ name: 'first', provenance, references: 1 }]);
    await expect(own.put(2, { name: 'first' })).rejects.toThrow('There is an object "first" already.');
    expect(() => own.get('frist')).toThrow(expect.objectContaining({ action: 'Did you mean "first"?' }));
    const again = own.get('first');
    await expect(own.remove('first')).rejects.toThrow('"first" is in use: it is held 2 times.');
    again.release();
    again.release();
    a.release();
    expect(own.list()[0]!.references).toBe(0);
    own.rename('first', 'second');
    expect([own.has('first'), own.has('second')]).toEqual([false, true]);
    await own.remove('second');
    const anonymous = await own.put(3);
    expect(own.usage().objects).toBe(1);
    anonymous.release();
    expect(own.usage()).toMatchObject({ objects: 0, memoryBytes: 0, diskBytes: 0 });
  });
});

describe('STORE-2: the budget', () => {
  test('objects not used for longest go to disk and come back; what a file says is beside it', async () => {
    const folder = freshFolder();
    const own = createStore({ budgetBytes: 20_000, folder });
    const handles = [];
    for (let value = 0; value < 4; value++) handles.push(await own.put(numbers(1000, value), { name: `n${value}` }));
    expect(own.list().map(({ place }) => place)).toEqual(['disk', 'disk', 'memory', 'memory']);
    expect(own.usage()).toMatchObject({ memoryBytes: 16_000, diskBytes: 16_000 });
    const [spilled] = readdirSync(folder);
    const described = readdirSync(join(folder, spilled!)).filter(name => name.endsWith('.json'));
    expect(JSON.parse(readFileSync(join(folder, spilled!, described[0]!), 'utf8'))).toMatchObject({
      dtype: 'float64',
      shape: [1000],
    });
    expect([...(await handles[1]!.readPart([[10, 12]])).data]).toEqual([1, 1]);
    expect(own.list()[1]!.place).toBe('disk');
    expect((await handles[0]!.read()).data[999]).toBe(0);
    expect(own.list().map(({ place }) => place)).toEqual(['both', 'disk', 'disk', 'memory']);
    for (const [value, handle] of handles.entries()) expect((await handle.read()).data[7]).toBe(value);
    expect(own.usage().memoryBytes).toBeLessThanOrEqual(20_000);
    for (const { name } of own.list()) await own.remove(name, { force: true });
    expect(readdirSync(join(folder, spilled!))).toEqual([]);
  });

  test('larger objects go straight to disk; they are read in parts, or refused in a sentence', async () => {
    const own = createStore({ budgetBytes: 5000, folder: freshFolder() });
    const large = await own.put(numbers(1000, 3), { name: 'large' });
    expect(large.description.place).toBe('disk');
    expect([...(await large.readPart([[0, 2]])).data]).toEqual([3, 3]);
    await expect(large.read()).rejects.toThrow('"large" (8.0 kB) does not fit into the 5.0 kB that objects may take.');
  });

  test('what fits neither memory nor disk is refused in a sentence, and nothing else is lost', async () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    const own = createStore({ budgetBytes: 10_000, folder: join(file, 'store') });
    const first = await own.put(numbers(1000, 1), { name: 'first' });
    await expect(own.put(numbers(1000, 2), { name: 'second' })).rejects.toMatchObject({
      tag: 'Resource',
      message:
        '"second" (8.0 kB) would exceed the memory that objects may take: 8.0 kB of 10.0 kB are taken, and it cannot be moved to disk.',
    });
    expect((await first.read()).data[0]).toBe(1);
    expect(own.list().length).toBe(1);
  });

  test('a machine or container short of memory counts as a full budget', async () => {
    const spill = new SpillFolder(freshFolder());
    const own = new LocalStore({ budgetBytes: 1e12, availableBytes: () => 1e6, spill });
    const large = await own.put(sharedArray('uint8', [200e6], ['x']), { name: 'large' });
    expect(large.description.place).toBe('disk');
    spill.close();
  });

  test('the folder of a process that is no more is removed', async () => {
    const folder = freshFolder();
    const dead = await new Promise<number>(resolve => {
      const worker = new Worker('', { eval: true });
      worker.once('exit', () => resolve(2 ** 22 + 17));
    });
    writeFileSync(join(folder, `${dead}-left`), '');
    const own = createStore({ budgetBytes: 10, folder });
    await own.put(numbers(10, 1), { name: 'a' });
    expect(existsSync(join(folder, `${dead}-left`))).toBe(false);
  });
});

describe('STORE-3: other threads', () => {
  test('list, read and rename while the thread of the cells is busy, also when they start only then', async () => {
    process.env['DAISY_STORE_BYTES'] = '20000';
    process.env['DAISY_CACHE'] = freshFolder();
    const thread = (code: string, workerData: object = {}): Worker =>
      new Worker(`const { workerData, parentPort } = require('node:worker_threads'); ${code}`, {
        eval: true,
        workerData,
      });
    const relay = thread(
      `import(${JSON.stringify(lib('objects/store-relay.js'))}).then(({ relayStore }) => { relayStore(); parentPort.postMessage('ready'); setInterval(() => {}, 1e6); })`,
    );
    await new Promise(ready => relay.once('message', ready));
    for (let value = 0; value < 3; value++) await store.put(numbers(1000, value), { name: `n${value}` });
    const flag = new Int32Array(new SharedArrayBuffer(8));
    const text = new Uint8Array(new SharedArrayBuffer(4096));
    const panel = thread(
      `setInterval(() => {}, 1e6); import(${JSON.stringify(lib('objects/store-view.js'))}).then(async ({ StoreView }) => {
        const view = new StoreView();
        const objects = await view.list();
        const spilled = await view.read('n0', [[3, 5]]);
        const inMemory = await view.read('n2');
        await view.rename('n1', 'renamed');
        const problem = await view.rename('n2', 'n0').catch(error => error.message);
        const all = { names: objects.map(o => o.name + ' ' + o.place), spilled: [...spilled.data], last: inMemory.data[999], problem,
          shared: inMemory.data.buffer instanceof SharedArrayBuffer, usage: await view.usage() };
        const bytes = new TextEncoder().encode(JSON.stringify(all));
        workerData.text.set(bytes);
        workerData.flag[1] = bytes.length;
        Atomics.store(workerData.flag, 0, 1);
        Atomics.notify(workerData.flag, 0);
        parentPort.postMessage('done');
      })`,
      { flag, text },
    );
    const done = new Promise(resolve => panel.once('message', resolve));
    // This thread does nothing else until the panel has its answers.
    expect(Atomics.wait(flag, 0, 0, 20_000)).not.toBe('timed-out');
    expect(store.has('renamed')).toBe(false);
    expect(JSON.parse(Buffer.from(text.slice(0, flag[1])).toString())).toEqual({
      names: ['n0 disk', 'n1 memory', 'n2 memory'],
      spilled: [0, 0],
      last: 2,
      shared: true,
      problem: 'There is an object "n0" already.',
      usage: { memoryBytes: 16_000, budgetBytes: 20_000, diskBytes: 8000, objects: 3 },
    });
    await done;
    await new Promise(next => setTimeout(next, 100));
    expect(store.has('renamed')).toBe(true);
    await Promise.all([relay.terminate(), panel.terminate()]);
  });

  test('messages that come twice, late or out of order change nothing', () => {
    const mirror = new ObjectMirror();
    const usage = { memoryBytes: 0, budgetBytes: 1, diskBytes: 0, objects: 1 };
    const object = (version: number, name: string) => ({
      description: { id: 'a', name, kind: 'value', bytes: 1, place: 'memory', references: 0, createdMs: 0 } as const,
      ...({ encoding: 'value', origin: null, shared: null, offset: 0, file: null } as const),
      version,
    });
    expect(mirror.take({ kind: 'set', object: object(2, 'new'), usage })).toBe(true);
    expect(mirror.take({ kind: 'set', object: object(1, 'old'), usage })).toBe(false);
    expect(mirror.take({ kind: 'all', objects: [object(2, 'again')], usage })).toBe(false);
    expect(mirror.objects.get('a')!.description.name).toBe('new');
    mirror.take({ kind: 'gone', id: 'a', usage });
    expect(mirror.take({ kind: 'all', objects: [object(3, 'late')], usage })).toBe(false);
    expect(mirror.objects.size).toBe(0);
  });

  test('changes are told, at most ten times a second', async () => {
    const own = createStore({ budgetBytes: 1e6, folder: freshFolder() });
    let calls = 0;
    const stop = own.onChange(() => calls++);
    const until = Date.now() + 350;
    while (Date.now() < until) await own.put(1).then(() => new Promise(next => setImmediate(next)));
    await new Promise(next => setTimeout(next, 150));
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(8);
    stop();
  });
});

test('handles of a store that was forgotten are let go of without a word to panels', async () => {
  const handle = await store.put(numbers(4, 1));
  closeStore();
  handle.release();
  expect(() => handle.description).toThrow();
});
