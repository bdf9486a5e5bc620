import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
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
