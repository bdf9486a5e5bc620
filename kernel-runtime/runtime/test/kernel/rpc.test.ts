import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { KernelClient } from './kernel-client.ts';

const services = new URL('./fixtures/services.mjs', import.meta.url).href;

const tile = {
  handle: 'v',
  frame: 0,
  x: 0,
  y: 0,
  width: 2,
  height: 2,
  binX: 1,
  binY: 1,
  pool: 'mean',
  quality: 'exact',
};
const search = { scan: 's', row: 0, params: {} };
const started = { algorithm: 'a', inputs: {}, params: {}, outputs: {} };

/** The compiler starts cold, on a machine that may be busy. */
describe('requests of the screens', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ services });
  }, 60_000);
  afterAll(() => kernel.stop());

  test('hello tells protocol, epoch, methods, threads and folder', async () => {
    const { type, content } = await kernel.rpc('hello');
    expect(type).toBe('daisy_reply');
    expect(content).toMatchObject({
      v: 1,
      status: 'ok',
      result: { protocol: 1, version: '0.1.0', cwd: kernel.cwd, epoch: expect.any(String) },
    });
    expect((content['result'] as { methods: string[] }).methods).toEqual(
      expect.arrayContaining(['hello', 'rpc.cancel', 'viewer.tile']),
    );
  });

  test('answers on control and on shell, without busy and idle', async () => {
    await kernel.value('0');
    const before = kernel.iopub.length;
    for (const channel of ['control', 'shell'] as const) {
      const { content } = await kernel.rpc('files.list', { folder: 'a', extensions: [] }, { channel });
      expect(content).toMatchObject({ status: 'ok', result: { folder: 'a', cwd: kernel.cwd } });
    }
    expect(kernel.iopub.slice(before).filter(({ type }) => type === 'status')).toEqual([]);
  });

  test('carries arrays byte for byte, also views and shared memory', async () => {
    const { content, buffers } = await kernel.rpc('viewer.tile', tile);
    expect(content['arrays']).toEqual([
      { name: 'part', dtype: 'uint8', shape: [500], buffer: 0 },
      { name: 'shared', dtype: 'float32', shape: [2], buffer: 1 },
    ]);
    expect([...buffers[0]!]).toEqual(Array.from({ length: 500 }, (_, i) => (i + 250) % 256));
    const floats = Buffer.from(buffers[1]!);
    expect([floats.readFloatLE(0), floats.readFloatLE(4)]).toEqual([1.5, -2]);
  });

  test('refuses what is not of the protocol', async () => {
    expect((await kernel.rpc('no.such.method')).content).toMatchObject({
      status: 'error',
      code: 'E_PROTOCOL',
      error: { tag: 'Protocol' },
    });
    expect((await kernel.rpc('constructor')).content).toMatchObject({ status: 'error', code: 'E_PROTOCOL' });
    expect(
      (await kernel.request('daisy_request', { v: 9, id: 'x', method: 'hello' }, 'control')).content,
    ).toMatchObject({ id: 'x', code: 'E_PROTOCOL' });
    expect((await kernel.request('daisy_request', {}, 'control')).content).toMatchObject({
      status: 'error',
      code: 'E_PROTOCOL',
    });
  });

  test('passes on the error of a service as its record', async () => {
    expect((await kernel.rpc('viewer.open', { source: 'x.h5' })).content).toMatchObject({
      status: 'error',
      code: 'E_FAILED',
      error: {
        tag: 'File',
        message: 'The file x.h5 is missing.',
        action: 'Choose another.',
        facts: { source: 'x.h5' },
      },
    });
  });

  test('RPC-3: answers with an error when JSON cannot hold a result', async () => {
    expect((await kernel.rpc('run.list', {})).content).toMatchObject({ status: 'error', code: 'E_FAILED' });
  });

  test('RPC-10: gives a large result in pages', async () => {
    const { content, buffers } = await kernel.rpc('viewer.histogram', { handle: 'v', frame: 0, bins: 1 });
    const next = content['next'] as { cursor: string };
    expect(next).toMatchObject({ page: 1, pages: 2, bytes: 5 << 20 });
    const rest = await kernel.rpc('rpc.page', { cursor: next.cursor, page: 1 });
    const sizes = [buffers, rest.buffers].map(page => page.reduce((sum, { byteLength }) => sum + byteLength, 0));
    expect(sizes).toEqual([4 << 20, 1 << 20]);
  });

  test('RPC-8: answers a batch in one message', async () => {
    const calls = [
      { id: 'first', method: 'viewer.tile', params: tile },
      { id: 'second', method: 'viewer.open', params: { source: 'x.h5' } },
    ];
    const { content, buffers } = await kernel.rpc('rpc.batch', { calls });
    expect(content['result']).toMatchObject({
      replies: [
        { id: 'first', status: 'ok' },
        { id: 'second', status: 'error', code: 'E_FAILED' },
      ],
    });
    expect(buffers).toHaveLength(2);
  });

  test('RPC-11: answers on a comm, with buffers, while a cell spins', async () => {
    const cell = kernel.execute('console.log("turning"); while (true) {}');
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'turning\n'));
    kernel.send('comm_open', { comm_id: 'rpc', target_name: 'daisy.rpc.v1', data: {} });
    kernel.send('comm_msg', { comm_id: 'rpc', data: { v: 1, id: 'c1', method: 'viewer.tile', params: tile } });
    const ofComm = () => kernel.iopub.find(({ type, content }) => type === 'comm_msg' && content['comm_id'] === 'rpc');
    await kernel.until(() => ofComm() !== undefined);
    expect(ofComm()!.content['data']).toMatchObject({ v: 1, id: 'c1', status: 'ok', result: { frame: 0 } });
    expect(ofComm()!.buffers).toHaveLength(2);
    await kernel.request('interrupt_request', {}, 'control');
    await cell;
    kernel.send('comm_close', { comm_id: 'rpc', data: {} });
  });

  test('RPC-3: 4,000 requests during a flood of prints get 4,000 replies', async () => {
    const flood = kernel.execute('for (let i = 0; i < 200_000; i++) console.log(`line ${i}`);');
    const replies = await Promise.all(
      Array.from({ length: 4000 }, (_, i) => (i % 2 ? kernel.rpc('viewer.tile', tile) : kernel.rpc('hello'))),
    );
    expect(replies.filter(({ content }) => content['status'] === 'ok')).toHaveLength(4000);
    expect((await flood).reply.content['status']).toBe('ok');
  });

  test('RPC-13: tells what the running cell has put out, and nothing when none runs', async () => {
    const cell = kernel.execute("console.log('so far'); await new Promise(() => undefined);", { cellId: 'cell-7' });
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'so far\n'));
    const { message, ...running } = (
      (await kernel.rpc('cells.running')).content['result'] as { running: Record<string, unknown> }
    ).running;
    expect(running).toEqual({
      cell: 'cell-7',
      count: expect.any(Number),
      outputs: [{ id: expect.any(String), type: 'stream', content: { name: 'stdout', text: 'so far\n' } }],
      complete: true,
    });
    await kernel.request('interrupt_request', {}, 'control');
    expect((await cell).reply.parent).toBe(message);
    expect((await kernel.rpc('cells.running')).content['result']).toEqual({ running: null });
  });

  test('RPC-9: a change that is asked for twice happens once', async () => {
    const id = randomUUID();
    const request = { v: 1, id, method: 'run.start', params: started };
    const first = await kernel.request('daisy_request', request, 'control');
    const again = await kernel.request('daisy_request', { ...request, attempt: 2 }, 'control');
    expect(again.content).toEqual(first.content);
    expect(first.content['result']).toMatchObject({ starts: expect.any(Number) });
  });

  test('cancels a request, which still gets its one reply', async () => {
    const id = randomUUID();
    const waiting = kernel.rpc('ct.axis', search, { id });
    await kernel.rpc('files.list', { folder: 'a', extensions: [] });
    expect((await kernel.rpc('rpc.cancel', { id })).content).toMatchObject({ result: { cancelled: true } });
    expect((await waiting).content).toMatchObject({
      id,
      status: 'error',
      code: 'E_CANCELLED',
      error: { tag: 'Cancelled' },
    });
    expect((await kernel.rpc('rpc.cancel', { id })).content).toMatchObject({ result: { cancelled: false } });
  });

  test('keeps deadlines while a service blocks its thread', async () => {
    const slow = kernel.rpc(
      'ct.slice',
      { scan: 's', row: 0, axisPx: 1, params: {}, quality: 'exact', milliseconds: 300 },
      { deadlineMs: 50 },
    );
    expect((await slow).content).toMatchObject({ status: 'error', code: 'E_DEADLINE' });
    expect((await kernel.rpc('hello')).content).toMatchObject({ status: 'ok' });
  });

  test('answers, completes and inspects while a cell spins', async () => {
    const cell = kernel.execute('console.log("spinning"); while (true) {}');
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'spinning\n'));
    expect((await kernel.rpc('viewer.tile', tile)).buffers).toHaveLength(2);
    expect((await kernel.request('complete_request', { code: 'Math.flo', cursor_pos: 8 })).content['matches']).toEqual([
      'floor',
    ]);
    expect((await kernel.request('inspect_request', { code: 'Math', cursor_pos: 2 })).content['found']).toBe(true);
    await kernel.request('interrupt_request', {}, 'control');
    expect((await cell).reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  });

  test('pushes events on a comm, the last value of each key, with sequence and epoch', async () => {
    kernel.send('comm_open', { comm_id: 'events', target_name: 'daisy.events.v1', data: {} });
    const { content } = await kernel.request('comm_info_request', { target_name: 'daisy.events.v1' });
    expect(content['comms']).toEqual({ events: { target_name: 'daisy.events.v1' } });
    const { epoch } = (await kernel.rpc('hello')).content['result'] as { epoch: string };
    const before = kernel.iopub.length;
    await kernel.rpc('run.start', started);
    const events = () =>
      kernel.iopub
        .slice(before)
        .filter(({ type }) => type === 'comm_msg')
        .map(({ content }) => content['data'] as { seq: number; epoch: string; value: { progress: number } });
    await kernel.until(() => events().some(({ value }) => value.progress === 100));
    expect(events().length).toBeLessThan(10);
    expect(events().map(({ seq }) => seq)).toEqual(events().map((_, i) => events()[0]!.seq + i));
    expect(events()[0]).toMatchObject({ v: 1, epoch, topic: 'run', key: 'r1' });
    kernel.send('comm_close', { comm_id: 'events', data: {} });
    expect((await kernel.request('comm_info_request', {})).content['comms']).toEqual({});
  });

  test('survives the death of the services and starts them again', async () => {
    expect((await kernel.rpc('run.cancel', { run: 'r1' })).content).toMatchObject({
      status: 'error',
      code: 'E_FAILED',
      error: { tag: 'Internal' },
    });
    expect((await kernel.rpc('viewer.tile', tile)).content).toMatchObject({ status: 'ok' });
  });
});
