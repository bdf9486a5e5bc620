import { describe, expect, test } from '@jest/globals';
import { byteArray, routerWith } from './router-world.ts';

const mebibyte = 2 ** 20;
const place = { handle: 'v', frame: 0, x: 0, y: 0 };

describe('RPC-3, RPC-4: every message gets one reply, and refusals say why', () => {
  const { router, ask } = routerWith({ 'files.list': () => ({ entries: [] }) });

  test.each([
    [{}],
    [{ v: 1 }],
    [{ v: 2, id: 'a', method: 'hello' }],
    [{ v: 1, id: '', method: 'hello' }],
    [{ v: 1, id: 'a', method: 7 }],
    [{ v: 1, id: 'a', method: 'hello', params: [] }],
    [{ v: 1, id: 'a', method: 'hello', params: 'none' }],
    [{ v: 1, id: 'a', method: 'hello', deadlineMs: -1 }],
    [{ v: 1, id: 'a', method: 'hello', deadlineMs: 'soon' }],
    [{ v: 1, id: 'a', method: 'hello', attempt: 0.5 }],
    [{ v: 1, id: 'a', method: '__proto__' }],
    [{ v: 1, id: 'a', method: 'constructor' }],
    [{ v: 1, id: 'a', method: 'no.such.method' }],
    [{ v: 1, id: 'a', method: 'files.list', params: { folder: 1 } }],
    [{ v: 1, id: 'a', method: 'rpc.batch', params: { calls: 'all' } }],
  ])('%j is refused by E_PROTOCOL', async content => {
    const reply = await router.handle('s', content, []);
    expect(reply.content).toMatchObject({ v: 1, status: 'error', code: 'E_PROTOCOL', error: { tag: 'Protocol' } });
  });

  test('a request with more than 8 MiB of buffers is refused by E_TOO_LARGE', async () => {
    const buffers = [new Uint8Array(5 * mebibyte), new Uint8Array(4 * mebibyte)];
    expect((await router.handle('s', { v: 1, id: 'a', method: 'hello' }, buffers)).content).toMatchObject({
      code: 'E_TOO_LARGE',
    });
  });

  test('10,000 seeded random envelopes get 10,000 replies', async () => {
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    const values = [null, 0, -1, NaN, '', 'hello', [], {}, { id: 'x' }, true, undefined, 1e308, '\u0000', [[[[]]]]];
    const methods = ['hello', 'rpc.cancel', 'rpc.batch', 'rpc.page', 'rpc.release', 'rpc.probe', 'files.list', 'x'];
    const any = (): unknown => values[random(values.length)];
    const replies = await Promise.all(
      Array.from({ length: 10_000 }, (_, i) => {
        const content = {
          v: random(9) ? 1 : any(),
          id: random(9) ? `f${i}` : any(),
          method: random(9) ? methods[random(methods.length)] : any(),
          params: random(3)
            ? { id: any(), calls: random(2) ? [any(), any()] : any(), cursor: any(), page: any(), folder: 'a' }
            : any(),
          ...(random(3) ? {} : { deadlineMs: any() }),
        };
        return router.handle('fuzz', content as never, []);
      }),
    );
    expect(replies.every(({ content }) => ['ok', 'error'].includes((content as { status: string }).status))).toBe(true);
    expect((await ask('hello')).content.status).toBe('ok');
  });
});

describe('RPC-6: limits are told', () => {
  test('hello names channels, limits and methods', async () => {
    const { ask } = routerWith({ 'files.list': () => ({}) });
    expect((await ask('hello')).content.result).toMatchObject({
      protocol: 1,
      epoch: 'e',
      channels: ['control', 'shell', 'comm'],
      limits: { replyBytes: 4 * mebibyte, requestBytes: 8 * mebibyte, batchCalls: 256 },
      methods: expect.arrayContaining(['rpc.batch', 'rpc.page', 'events.snapshot', 'files.list']),
    });
  });

  test('more than 8192 requests at work are refused by E_BUSY', async () => {
    const { ask } = routerWith({ 'viewer.value': (_, cancelled) => cancelled });
    const all = Array.from({ length: 8192 }, (_, i) => ask('viewer.value', place, { id: `w${i}` }));
    expect((await ask('viewer.value', place)).content).toMatchObject({ code: 'E_BUSY' });
    for (let i = 0; i < 8192; i++) await ask('rpc.cancel', { id: `w${i}` });
    const codes = new Set((await Promise.all(all)).map(({ content }) => content.code));
    expect([...codes]).toEqual(['E_CANCELLED']);
  });
});

describe('RPC-7: cancel and deadline', () => {
  test('a request ends by its deadline and its service is told to stop', async () => {
    let stopped = false;
    const { ask } = routerWith({ 'viewer.value': (_, cancelled) => cancelled.then(() => (stopped = true)) });
    const { content } = await ask('viewer.value', place, { deadlineMs: 5 });
    expect(content).toMatchObject({ status: 'error', code: 'E_DEADLINE' });
    expect(stopped).toBe(true);
  });

  test('only the client that asked can cancel', async () => {
    const { ask } = routerWith({ 'viewer.value': (_, cancelled) => cancelled });
    const waiting = ask('viewer.value', place, { id: 'mine' }, 'one');
    expect((await ask('rpc.cancel', { id: 'mine' }, {}, 'two')).content.result).toEqual({ cancelled: false });
    expect((await ask('rpc.cancel', { id: 'mine' }, {}, 'one')).content.result).toEqual({ cancelled: true });
    expect((await waiting).content).toMatchObject({ id: 'mine', code: 'E_CANCELLED' });
  });
});

describe('RPC-8: batches', () => {
  test('replies stand in the order of the calls, each with its own status, arrays in the shared buffers', async () => {
    const { ask } = routerWith({
      'viewer.value': ({ x }) => ({ value: x, arrays: [byteArray('v', 3, x as number)] }),
      'run.list': () => Promise.reject(new Error('broken')),
    });
    const { content, buffers } = await ask('rpc.batch', {
      calls: [
        { id: 'a', method: 'viewer.value', params: { ...place, x: 1 } },
        { id: 'b', method: 'run.list', params: {} },
        { id: 'c', method: 'rpc.batch', params: { calls: [] } },
        null,
        { id: 'd', method: 'viewer.value', params: { ...place, x: 2 } },
        { id: 'e', method: 'hello', params: {} },
      ],
    });
    const replies = content.result!['replies'] as Record<string, unknown>[];
    expect(replies.map(({ id, status, code }) => [id, status, code])).toEqual([
      ['a', 'ok', undefined],
      ['b', 'error', 'E_FAILED'],
      ['c', 'error', 'E_PROTOCOL'],
      ['', 'error', 'E_PROTOCOL'],
      ['d', 'ok', undefined],
      ['e', 'ok', undefined],
    ]);
    expect(replies[4]!['arrays']).toEqual([{ name: 'v', dtype: 'uint8', shape: [3], buffer: 1 }]);
    expect(buffers[1]).toEqual(byteArray('v', 3, 2).bytes);
  });

  test('what does not fit beside the others is paged, and the deadline of the batch is that of its calls', async () => {
    const { ask } = routerWith({
      'viewer.value': ({ x }) => ({ arrays: [byteArray('v', (x as number) * mebibyte)] }),
      'ct.axis': (_, cancelled) => cancelled,
    });
    const call = (id: string, x: number) => ({ id, method: 'viewer.value', params: { ...place, x } });
    const slow = { id: 'slow', method: 'ct.axis', params: { scan: 's', row: 0, params: {} } };
    const { content, buffers } = await ask(
      'rpc.batch',
      { calls: [call('a', 3), call('b', 3), call('c', 1), slow] },
      { deadlineMs: 100 },
    );
    const replies = content.result!['replies'] as { next?: object; code?: string }[];
    expect(buffers.map(({ byteLength }) => byteLength)).toEqual([3 * mebibyte, mebibyte]);
    expect(replies[1]!.next).toMatchObject({ page: 0, pages: 1, bytes: 3 * mebibyte });
    expect(replies[3]!.code).toBe('E_DEADLINE');
  });

  test('more than 256 calls are refused', async () => {
    const { ask } = routerWith({});
    const calls = Array.from({ length: 257 }, (_, i) => ({ id: `${i}`, method: 'hello', params: {} }));
    expect((await ask('rpc.batch', { calls })).content).toMatchObject({ code: 'E_PROTOCOL' });
  });
});

describe('RPC-9: a repeated request runs once', () => {
  test('messages with the same request share its ending while it is at work', async () => {
    let finish!: () => void;
    const { ask, calls } = routerWith({ 'viewer.value': () => new Promise<void>(resolve => (finish = resolve)) });
    const first = ask('viewer.value', place, { id: 'r' });
    const again = ask('viewer.value', place, { id: 'r', attempt: 2 });
    finish();
    expect((await first).content).toEqual((await again).content);
    expect(calls).toHaveLength(1);
  });

  test('a change is answered from memory, a read runs again', async () => {
    let runs = 0;
    const { ask, calls } = routerWith({ 'run.cancel': () => ({ run: ++runs }), 'viewer.value': () => ({ value: 1 }) });
    const params = { run: 'r1' };
    await ask('run.cancel', params, { id: 'change' });
    expect((await ask('run.cancel', params, { id: 'change', attempt: 2 })).content.result).toEqual({ run: 1 });
    await ask('viewer.value', place, { id: 'read' });
    await ask('viewer.value', place, { id: 'read', attempt: 2 });
    expect(calls).toEqual(['run.cancel', 'viewer.value', 'viewer.value']);
  });

  test('a repeat of what never arrived is the request itself; another request with the same id is refused', async () => {
    const { ask } = routerWith({ 'run.cancel': () => ({ run: 1 }) });
    expect((await ask('run.cancel', { run: 'r1' }, { id: 'x', attempt: 3 })).content.status).toBe('ok');
    expect((await ask('run.cancel', { run: 'r1' }, { id: 'x' })).content).toMatchObject({ code: 'E_PROTOCOL' });
    expect((await ask('run.cancel', { run: 'r1' }, { id: 'x' }, 'another client')).content.status).toBe('ok');
  });
});

describe('RPC-10: results of more than 4 MiB come in pages', () => {
  const parts = [byteArray('a', 3 * mebibyte + 5, 1), byteArray('b', 6 * mebibyte, 2), byteArray('c', 1, 3)];
  const { ask } = routerWith({ 'viewer.value': () => ({ arrays: parts }), 'ct.axis': () => ({ arrays: [huge] }) });
  const huge = { name: 'huge', dtype: 'uint8', shape: [2 ** 29], bytes: { byteLength: 2 ** 29 } };

  test('the pages, one behind the other, are the arrays at their offsets', async () => {
    const { content, buffers } = await ask('viewer.value', place);
    const next = content.next!;
    expect(next).toMatchObject({ page: 1, pages: 3, bytes: content.arrays![2]!.offset! + 1 });
    const pages = [buffers];
    for (let page = 1; page < next.pages; page++)
      pages.push((await ask('rpc.page', { cursor: next.cursor, page })).buffers);
    for (const page of pages) expect(Buffer.concat(page).length).toBeLessThanOrEqual(4 * mebibyte);
    const whole = Buffer.concat(pages.flat());
    expect(whole.length).toBe(next.bytes);
    for (const [i, { bytes }] of parts.entries()) {
      const { offset, buffer } = content.arrays![i]!;
      expect([buffer, offset! % 8]).toEqual([-1, 0]);
      expect(Buffer.compare(whole.subarray(offset, offset! + bytes.length), bytes)).toBe(0);
    }
    expect((await ask('rpc.page', { cursor: next.cursor, page: 3 })).content).toMatchObject({ code: 'E_RANGE' });
    expect((await ask('rpc.release', { cursor: next.cursor })).content.result).toEqual({ released: true });
    expect((await ask('rpc.page', { cursor: next.cursor, page: 1 })).content).toMatchObject({ code: 'E_NOT_FOUND' });
  });

  test('more than 256 MiB are refused by E_TOO_LARGE', async () => {
    const { content } = await ask('ct.axis', { scan: 's', row: 0, params: {} });
    expect(content).toMatchObject({ status: 'error', code: 'E_TOO_LARGE' });
  });

  test.each([0, 1, 250, 251, 252, 502, 1000, 4 * mebibyte])('a probe of %i bytes has its pattern', async bytes => {
    const { content, buffers } = await ask('rpc.probe', { bytes });
    expect(content.arrays).toEqual([{ name: 'data', dtype: 'uint8', shape: [bytes], buffer: 0 }]);
    expect(buffers[0]!.every((value, i) => value === i % 251)).toBe(true);
  });
});
