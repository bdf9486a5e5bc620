import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { LogLine } from '@daisy-lab/core';
import { KernelClient } from './kernel-client.ts';

/** The compiler starts cold, on a machine that may be busy. */
jest.setTimeout(120_000);

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
}, 120_000);
afterAll(() => kernel.stop());

test('STORE-3: the objects of a cell are listed and read while it computes', async () => {
  const cell = kernel.execute(`
    import { ndarray, store } from '@daisy-lab/runtime';
    await store.put(ndarray(Float64Array.of(1, 2, 3), [3], ['x']), { name: 'spun' });
    console.log('put');
    const until = Date.now() + 10_000;
    while (Date.now() < until) { }
  `);
  const read = async (): Promise<object> => (await kernel.rpc('store.read', { object: 'spun' })).content;
  let content = await read();
  while ((content as { status: string }).status === 'error') {
    await new Promise(next => setTimeout(next, 100));
    content = await read();
  }
  expect(content).toMatchObject({ result: { kind: 'array', shape: [3] } });
  const { content: running } = await kernel.rpc('cells.running');
  expect((running['result'] as { running: object | null }).running).not.toBeNull();
  expect((await cell).reply.content).toMatchObject({ status: 'ok' });
});

test('the log tells what the runs of cells do, also before anybody has asked for it', async () => {
  const { reply } = await kernel.execute(`
    import { Engine, image, ndarray } from '@daisy-lab/runtime';
    const images = ndarray(new Float32Array(64).fill(1), [1, 8, 8], ['frame', 'row', 'column']);
    await Engine.local().run(image.gaussianFilter, { images });
  `);
  expect(reply.content).toMatchObject({ status: 'ok' });
  const linesOf = async (): Promise<readonly LogLine[]> =>
    ((await kernel.rpc('log.list', { after: 0 })).content['result'] as { lines: readonly LogLine[] }).lines;
  let lines = await linesOf();
  while (!lines.some(({ text }) => /^Done in/.test(text))) {
    await new Promise(next => setTimeout(next, 50));
    lines = await linesOf();
  }
  expect(lines[0]).toMatchObject({ level: 'info', text: expect.stringMatching(/^Started .*, \w+/) });
  expect(new Set(lines.map(({ run }) => run)).size).toBe(1);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, at) => at + 1));
});
