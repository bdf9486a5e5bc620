import { TextEncoder } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import type { RpcRequest } from '@daisy-lab/core';
import { RpcClient } from '../lib/kit/link/rpc-client.js';
import type { TransportReply } from '../lib/kit/link/transport.js';

globalThis.TextEncoder ??= TextEncoder as typeof globalThis.TextEncoder;

function clientWith(answer: (content: RpcRequest) => Promise<TransportReply> | TransportReply) {
  const sent: RpcRequest[] = [];
  const client = new RpcClient({
    send: async content => {
      sent.push(content);
      return answer(content);
    },
  });
  return { client, sent };
}

const ok = (id: string, result: unknown, arrays: unknown[] = [], buffers: ArrayBufferView[] = []) =>
  ({ content: { v: 1, id, status: 'ok', result, arrays }, buffers }) as unknown as TransportReply;

describe('requests', () => {
  test('arrays are decoded from their buffers, also from an odd place in a larger one', async () => {
    const bytes = new Uint8Array(17);
    new DataView(bytes.buffer).setFloat32(1, 2.5, true);
    const array = { name: 'data', dtype: 'float32', shape: [1, 1], buffer: 0 };
    const { client } = clientWith(({ id }) => ok(id, { frame: 3 }, [array], [bytes.subarray(1, 5)]));
    const { result, arrays } = await client.request('viewer.tile', {} as never);
    expect(result.frame).toBe(3);
    expect(Array.from(arrays?.['data']?.data as Float32Array)).toEqual([2.5]);
  });

  test('each has its own id', async () => {
    const { client, sent } = clientWith(({ id }) => ok(id, {}));
    await client.request('hello', {});
    await client.request('hello', {});
    expect(new Set(sent.map(one => one.id)).size).toBe(2);
  });

  test('a failure arrives as an error with its action and cause', async () => {
    const error = {
      tag: 'File',
      message: 'a',
      action: 'b',
      facts: { file: 'c' },
      cause: { tag: 'Internal', message: 'd' },
    };
    const { client } = clientWith(({ id }) => ({
      content: { v: 1, id, status: 'error', code: 'E_FAILED', error } as never,
      buffers: [],
    }));
    await expect(client.request('hello', {})).rejects.toMatchObject({
      tag: 'File',
      action: 'b',
      facts: { file: 'c', code: 'E_FAILED' },
    });
  });

  test('an abort rejects at once and tells the kernel', async () => {
    const { client, sent } = clientWith(({ method, id }) =>
      method === 'rpc.cancel' ? ok(id, { cancelled: true }) : new Promise(() => undefined),
    );
    const abort = new AbortController();
    const answer = client.request('ct.open', { path: 'x' }, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(sent[1]).toMatchObject({ method: 'rpc.cancel', params: { id: sent[0].id } });
  });

  test('more than 8 MiB is refused before it is sent', async () => {
    const { client, sent } = clientWith(({ id }) => ok(id, {}));
    const answer = client.request('ct.open', { path: 'x'.repeat(9 * 1024 * 1024) });
    await expect(answer).rejects.toMatchObject({ tag: 'Protocol' });
    expect(sent).toHaveLength(0);
  });
});

describe('RPC-7: deadlines', () => {
  test('a kernel that never answers is given up a second after the deadline', async () => {
    jest.useFakeTimers();
    const { client } = clientWith(() => new Promise(() => undefined));
    const answer = client.request('ct.close', { scan: 's' }, { deadlineMs: 100 });
    const failed = expect(answer).rejects.toMatchObject({ tag: 'Resource', facts: { code: 'E_DEADLINE' } });
    await jest.advanceTimersByTimeAsync(1100);
    await failed;
    jest.useRealTimers();
  });
});

describe('RPC-8: batches', () => {
  test('each call has its own outcome, arrays come from the shared buffers', async () => {
    const array = { name: 'values', dtype: 'uint8', shape: [2], buffer: 1 };
    const { client, sent } = clientWith(({ id }) => {
      const failed = { status: 'error', code: 'E_FAILED', error: { tag: 'Data', message: 'no signal' } };
      const replies = [
        { v: 1, id: 'a', ...failed },
        { v: 1, id: 'b', status: 'ok', result: { length: 2 }, arrays: [array] },
      ];
      return ok(id, { replies }, [], [new Uint8Array(1), Uint8Array.of(4, 5)]);
    });
    const line = { handle: 'v', frame: 0, x0: 0, y0: 0, x1: 1, y1: 1 };
    const [failed, given] = await client.batch([
      { method: 'run.status', params: { run: 'r' } },
      { method: 'viewer.profile', params: line },
    ]);
    expect(sent.map(({ method }) => method)).toEqual(['rpc.batch']);
    expect(failed).toMatchObject({ status: 'rejected', reason: { tag: 'Data', facts: { code: 'E_FAILED' } } });
    expect(given).toMatchObject({ status: 'fulfilled', value: { result: { length: 2 } } });
    const values = given?.status === 'fulfilled' ? given.value.arrays?.['values'] : undefined;
    expect(Array.from(values?.data as Uint8Array)).toEqual([4, 5]);
  });
});

describe('RPC-10: pages', () => {
  const page = 4 * 1024 * 1024;

  test('a large result is fetched at most four pages at a time and put together whole', async () => {
    const values = Float64Array.from({ length: (9.5 * page) / 8 }, (_, i) => i);
    const bytes = new Uint8Array(values.buffer);
    const next = { cursor: 'c', page: 1, pages: 10, bytes: bytes.length };
    let atWork = 0;
    let most = 0;
    const { client, sent } = clientWith(async ({ id, method, params }) => {
      if (method === 'rpc.release') return ok(id, { released: true });
      if (method !== 'rpc.page') {
        const arrays = [{ name: 'data', dtype: 'float64', shape: [values.length], buffer: -1, offset: 0 }];
        return {
          content: { v: 1, id, status: 'ok', result: {}, arrays, next } as never,
          buffers: [bytes.subarray(0, page)],
        };
      }
      most = Math.max(most, ++atWork);
      const at = (params as { page: number }).page * page;
      await new Promise(resolve => setTimeout(resolve, 10 - at / page));
      atWork--;
      return ok(id, {}, [], [bytes.subarray(at, at + 100), bytes.subarray(at + 100, at + page)]);
    });
    const { arrays } = await client.request('viewer.close', { handle: 'v' });
    expect(Buffer.compare(Buffer.from((arrays!['data']!.data as Float64Array).buffer), Buffer.from(bytes))).toBe(0);
    expect(most).toBe(4);
    expect(sent.at(-1)).toMatchObject({ method: 'rpc.release', params: { cursor: 'c' } });
  });

  test('a page of the wrong size is an error, not wrong numbers', async () => {
    const next = { cursor: 'c', page: 0, pages: 1, bytes: 16 };
    const { client } = clientWith(({ id, method }) =>
      method === 'rpc.page'
        ? ok(id, {}, [], [new Uint8Array(15)])
        : ({ content: { v: 1, id, status: 'ok', result: {}, arrays: [], next }, buffers: [] } as never),
    );
    await expect(client.request('viewer.close', { handle: 'v' })).rejects.toMatchObject({ tag: 'Protocol' });
  });
});

describe('RPC-12: events', () => {
  type Event = { v: 1; epoch: string; seq: number; topic: 'run'; key: string; value: number };

  /** A kernel whose way to the client loses, doubles and reorders what `unreliable` says. */
  function world(epoch = 'a') {
    const last = new Map<string, Event>();
    const kernel = { epoch, seq: 0 };
    const { client, sent } = clientWith(({ id, params }) => {
      const { epoch, seq } = params as { epoch?: string; seq?: number };
      const whole = epoch !== kernel.epoch || seq !== kernel.seq;
      return ok(id, { ...kernel, events: whole ? [...last.values()] : [] });
    });
    const state: Record<string, number> = {};
    client.onEvent(({ key, value }) => (state[key] = value as number));
    const make = (key: string, value: number): Event => {
      const event = { v: 1, epoch: kernel.epoch, seq: ++kernel.seq, topic: 'run', key, value } as const;
      last.set(key, event);
      return event;
    };
    const truth = () => Object.fromEntries([...last.values()].map(({ key, value }) => [key, value]));
    const restart = (epoch: string): void => {
      Object.assign(kernel, { epoch, seq: 0 });
      last.clear();
      for (const key of Object.keys(state)) delete state[key];
    };
    return { client, sent, state, make, truth, kernel, restart };
  }
  const settled = () => new Promise(resolve => setTimeout(resolve, 5));

  test('an unbroken sequence asks for nothing', async () => {
    const { client, sent, make, state } = world();
    await client.resync('comm');
    for (let i = 1; i <= 5; i++) client.receive(make('k', i));
    await settled();
    expect(sent.map(({ method, params }) => [method, params])).toEqual([['events.snapshot', { comm: 'comm' }]]);
    expect(state).toEqual({ k: 5 });
  });

  test('a mark shows that the last event was lost', async () => {
    const { client, make, state, kernel } = world();
    await client.resync();
    client.receive(make('k', 1));
    make('k', 2);
    client.receive({ v: 1, epoch: 'a', seq: kernel.seq, topic: 'mark' });
    await settled();
    expect(state).toEqual({ k: 2 });
  });

  test('events of a new kernel replace those of the old one', async () => {
    const { client, make, state, restart, truth } = world();
    await client.resync();
    for (let i = 0; i < 9; i++) client.receive(make('k', i));
    restart('b');
    make('other', 7);
    client.receive(make('k', 1));
    await settled();
    expect(state).toEqual(truth());
  });

  test('after any losses, doublings and changes of order the client knows what the kernel knows', async () => {
    let seed = 11;
    const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 50; round++) {
      const { client, make, state, truth, kernel } = world();
      const held: Event[] = [];
      for (let i = 0; i < 60; i++) {
        const event = make(`k${random(5)}`, i);
        const fate = random(10);
        if (fate < 2) held.push(event);
        else if (fate < 7) client.receive(event);
        if (fate === 6) client.receive(event);
        if (held.length > 0 && random(4) === 0) client.receive(held.splice(random(held.length), 1)[0]!);
        if (random(8) === 0) await settled();
      }
      client.receive({ v: 1, epoch: 'a', seq: kernel.seq, topic: 'mark' });
      await settled();
      expect(state).toEqual(truth());
    }
  });
});
