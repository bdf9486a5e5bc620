import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { KernelClient } from './kernel-client.ts';

const services = new URL('./fixtures/services.mjs', import.meta.url).href;

/** The compiler starts cold, on a machine that may be busy. */
jest.setTimeout(60_000);

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
    const { content, buffers } = await kernel.rpc('viewer.tile');
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

  test('refuses a reply that is too large', async () => {
    expect((await kernel.rpc('viewer.histogram')).content).toMatchObject({ status: 'error', code: 'E_TOO_LARGE' });
  });

  test('cancels a request, which still gets its one reply', async () => {
    const id = randomUUID();
    const waiting = kernel.rpc('ct.axis', {}, { id });
    await kernel.rpc('files.list');
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
    const slow = kernel.rpc('ct.slice', { milliseconds: 300 }, { deadlineMs: 50 });
    expect((await slow).content).toMatchObject({ status: 'error', code: 'E_DEADLINE' });
    expect((await kernel.rpc('hello')).content).toMatchObject({ status: 'ok' });
  });

  test('answers, completes and inspects while a cell spins', async () => {
    const cell = kernel.execute('console.log("spinning"); while (true) {}');
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'spinning\n'));
    expect((await kernel.rpc('viewer.tile')).buffers).toHaveLength(2);
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
    await kernel.rpc('run.start');
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
    expect((await kernel.rpc('run.cancel')).content).toMatchObject({
      status: 'error',
      code: 'E_FAILED',
      error: { tag: 'Internal' },
    });
    expect((await kernel.rpc('viewer.tile')).content).toMatchObject({ status: 'ok' });
  });
});
