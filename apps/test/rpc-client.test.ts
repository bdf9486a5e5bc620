import { TextEncoder } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { RpcRequest } from '@daisy-lab/core';
import { RpcClient, type TransportReply } from '../lib/kit/link/rpc-client.js';

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
    await expect(client.request('hello', {})).rejects.toMatchObject({ tag: 'File', action: 'b', facts: { file: 'c' } });
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

describe('events', () => {
  const event = (seq: number, epoch = 'a') => ({ v: 1, epoch, seq, topic: 'run', key: 'k', value: null }) as const;

  test('a gap or a new kernel asks for a snapshot, an unbroken sequence does not', () => {
    const { client } = clientWith(({ id }) => ok(id, {}));
    let resyncs = 0;
    const seen: number[] = [];
    client.onResync(() => resyncs++);
    client.onEvent(({ seq }) => seen.push(seq));
    for (const one of [event(4), event(5), event(6)]) client.receive(one);
    expect(resyncs).toBe(0);
    client.receive(event(8));
    expect(resyncs).toBe(1);
    client.receive(event(0, 'b'));
    expect(resyncs).toBe(2);
    expect(seen).toEqual([4, 5, 6, 8, 0]);
  });
});
