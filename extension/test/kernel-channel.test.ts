import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { RpcRequest } from '@daisy-lab/core';
import type { Kernel } from '@jupyterlab/services';
import { KernelChannel } from '../lib/kernel/kernel-channel.js';

interface Message {
  readonly channel: 'control' | 'comm';
  readonly content: RpcRequest;
  /** What the test lets arrive at the page. */
  reply(): void;
  fail(): void;
  disposed: boolean;
}

/** A connection on which a test decides what arrives. */
function connection(handleComms = true) {
  const messages: Message[] = [];
  let onMsg: ((message: object) => void) | undefined;
  const reconnected = jest.fn(async () => undefined);
  const kernel = {
    clientId: 'client',
    username: 'user',
    connectionStatus: 'connected',
    isDisposed: false,
    handleComms,
    reconnect: reconnected,
    sendControlMessage: ({ content }: { content: RpcRequest }) => {
      let reject!: (error: Error) => void;
      const done = new Promise((_, no) => (reject = no));
      done.catch(() => undefined);
      const future = {
        done,
        onReply: (_: object) => undefined as unknown,
        dispose: () => void (message.disposed = true),
      };
      const message: Message = {
        channel: 'control',
        content,
        disposed: false,
        reply: () => future.onReply({ content: { v: 1, id: content.id, status: 'ok' } }),
        fail: () => reject(new Error('Canceled future')),
      };
      messages.push(message);
      return future;
    },
    createComm: () => ({
      open: () => undefined,
      send: (content: RpcRequest) => {
        const reply = () => onMsg?.({ content: { data: { v: 1, id: content.id, status: 'ok' } } });
        messages.push({ channel: 'comm', content, reply, fail: () => undefined, disposed: false });
        return { done: new Promise(() => undefined) };
      },
      set onMsg(listener: (message: object) => void) {
        onMsg = listener;
      },
    }),
  };
  const ofId = (id: string): Message[] => messages.filter(({ content }) => content.id === id);
  const greetings = (): Message[] => messages.filter(({ content }) => content.method === 'hello');
  const greeting = (): Message => greetings()[0]!;
  return { kernel: kernel as unknown as Kernel.IKernelConnection, ofId, greeting, greetings, reconnected };
}

const request = (id: string) => ({ v: 1, id, method: 'run.start', params: {} }) as unknown as RpcRequest;
const flush = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('requests on the control channel', () => {
  test('end with their reply and leave nothing behind', async () => {
    const { kernel, ofId, greeting } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    greeting().reply();
    const answer = channel.send(request('a'), []);
    ofId('a')[0]!.reply();
    expect((await answer).content).toMatchObject({ id: 'a', status: 'ok' });
    expect(ofId('a').map(({ disposed }) => disposed)).toEqual([true]);
  });

  test('RPC-9: are repeated after a broken connection; whichever reply comes first counts, and only once', async () => {
    const { kernel, ofId, greeting } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    greeting().reply();
    const answer = channel.send(request('a'), []);
    let replies = 0;
    void answer.then(() => replies++);
    for (const state of ['connecting', 'ready', 'connecting', 'ready'] as const) channel.update(state);
    expect(ofId('a').map(({ content }) => content.attempt)).toEqual([undefined, 2, 3]);
    ofId('a')[1]!.reply();
    ofId('a')[0]!.reply();
    ofId('a')[2]!.reply();
    await flush();
    expect(replies).toBe(1);
    expect(ofId('a').every(({ disposed }) => disposed)).toBe(true);
    channel.update('connecting');
    channel.update('ready');
    expect(ofId('a')).toHaveLength(3);
  });

  test('RPC-9: are asked again on a new connection when the channel has fallen silent', async () => {
    const { kernel, ofId, greeting, greetings, reconnected } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    greeting().reply();
    const answer = channel.send(request('a'), []);
    await jest.advanceTimersByTimeAsync(8900);
    expect(reconnected).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(200);
    expect(reconnected).toHaveBeenCalledTimes(1);
    channel.update('connecting');
    channel.update('ready');
    expect(ofId('a').map(({ content }) => content.attempt)).toEqual([undefined, 2]);
    ofId('a')[1]!.reply();
    for (const each of greetings()) each.reply();
    expect((await answer).content).toMatchObject({ id: 'a', status: 'ok' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(reconnected).toHaveBeenCalledTimes(1);
  });

  test('that take long keep their connection while the kernel greets', async () => {
    const { kernel, ofId, greetings, reconnected } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    void channel.send(request('a'), []);
    for (let second = 0; second < 40; second++) {
      for (const greeting of greetings()) greeting.reply();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(reconnected).not.toHaveBeenCalled();
    expect(ofId('a')).toHaveLength(1);
  });

  test('a change between busy and idle repeats nothing', () => {
    const { kernel, ofId } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    void channel.send(request('a'), []);
    channel.update('ready');
    expect(ofId('a')).toHaveLength(1);
  });

  test.each(['restarting', 'dead'] as const)('fail with a sentence when the kernel is %s', async state => {
    const { kernel } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    const answer = channel.send(request('a'), []);
    const failed = expect(answer).rejects.toThrow('The kernel stopped before it answered.');
    channel.update(state);
    await failed;
  });

  test('fail when JupyterLab cancels them', async () => {
    const { kernel, ofId } = connection();
    const channel = new KernelChannel(kernel);
    const failed = expect(channel.send(request('a'), [])).rejects.toThrow('The kernel stopped');
    ofId('a')[0]!.fail();
    await failed;
  });
});

describe('RPC-11: a server that lets no Daisy requests through', () => {
  test('gets what waits and what follows on a comm', async () => {
    const { kernel, ofId } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    const waiting = channel.send(request('a'), []);
    await jest.advanceTimersByTimeAsync(5000);
    expect(ofId('a').map(({ channel }) => channel)).toEqual(['control', 'comm']);
    ofId('a')[1]!.reply();
    expect((await waiting).content).toMatchObject({ id: 'a', status: 'ok' });
    void channel.send(request('b'), []);
    expect(ofId('b').map(({ channel }) => channel)).toEqual(['comm']);
  });

  test('loses replies: requests on the comm are repeated until one comes', async () => {
    const { kernel, ofId } = connection();
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    await jest.advanceTimersByTimeAsync(5000);
    const answer = channel.send(request('a'), []);
    await jest.advanceTimersByTimeAsync(2000 + 4000 + 8000);
    expect(ofId('a').map(({ content }) => content.attempt)).toEqual([undefined, 2, 3, 4]);
    ofId('a')[3]!.reply();
    expect((await answer).content).toMatchObject({ id: 'a' });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(ofId('a')).toHaveLength(4);
  });

  test('a connection without comms keeps to the control channel', async () => {
    const { kernel, ofId } = connection(false);
    const channel = new KernelChannel(kernel);
    channel.update('ready');
    await jest.advanceTimersByTimeAsync(5000);
    void channel.send(request('a'), []);
    expect(ofId('a').map(({ channel }) => channel)).toEqual(['control']);
  });
});
