import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, type Incoming } from './kernel-client.ts';

/** The compiler starts cold, on a machine that may be busy. */
describe('comms of cells', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.stop());

  const ofComm = (id: string, type: string): Incoming[] =>
    kernel.iopub.filter(message => message.type === type && message.content['comm_id'] === id);
  const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

  test('K-62: a registered target gets what the page sends, and answers with bytes, all byte for byte', async () => {
    await kernel.execute(`
      comms.register('echo.v1', (comm, { data, buffers }) => {
        comm.send({ opened: data, lengths: buffers.map(bytes => bytes.length) });
        comm.onMessage(message => {
          console.log('heard', message.data.n);
          comm.send({ n: message.data.n + 1 }, [new Float64Array([0.1, -0]), ...message.buffers]);
        });
        comm.onClose(({ data }) => console.log('closed', data.why));
      });`);
    kernel.send('comm_open', { comm_id: 'e', target_name: 'echo.v1', data: { hello: 'ü😀' } }, 'shell', {
      buffers: [everyByte],
    });
    kernel.send('comm_msg', { comm_id: 'e', data: { n: 1 } }, 'shell', { buffers: [everyByte, new Uint8Array(0)] });
    await kernel.until(() => ofComm('e', 'comm_msg').length === 2);
    const [first, second] = ofComm('e', 'comm_msg');
    expect(first!.content['data']).toEqual({ opened: { hello: 'ü😀' }, lengths: [256] });
    expect(second!.content['data']).toEqual({ n: 2 });
    const bytes = second!.buffers.map(buffer => [...buffer]);
    expect(bytes).toEqual([[...new Uint8Array(new Float64Array([0.1, -0]).buffer)], [...everyByte], []]);

    const { content } = await kernel.request('comm_info_request', { target_name: 'echo.v1' });
    expect(content['comms']).toEqual({ e: { target_name: 'echo.v1' } });
    kernel.send('comm_close', { comm_id: 'e', data: { why: 'done' } });
    const printed = (): string => kernel.iopub.map(({ content }) => content['text'] ?? '').join('');
    await kernel.until(() => printed().includes('heard 1\nclosed done\n'));
    expect((await kernel.request('comm_info_request', {})).content['comms']).toEqual({});
  });

  test('K-63: a cell opens a comm, in order with its output, and hears the page', async () => {
    const opened = await kernel.execute(`
      console.log('before');
      const line = comms.open('page.v1', { state: 1 }, { buffers: [new Uint8Array([7, 8]).subarray(1)], metadata: { version: '2' }, id: 'p' });
      const heard: unknown[] = [];
      line.onMessage(({ data, buffers }) => heard.push([data, [...buffers[0]!]]));
      console.log('after');`);
    const kinds = opened.messages.map(({ type }) => type).filter(type => /stream|comm/.test(type));
    expect(kinds).toEqual(['stream', 'comm_open', 'stream']);
    const [open] = ofComm('p', 'comm_open');
    expect(open).toMatchObject({ content: { target_name: 'page.v1', data: { state: 1 } }, metadata: { version: '2' } });
    expect(open!.buffers.map(buffer => [...buffer])).toEqual([[8]]);
    kernel.send('comm_msg', { comm_id: 'p', data: 'hi' }, 'shell', { buffers: [new Uint8Array([1])] });
    expect(await kernel.value('await new Promise(done => setTimeout(done, 100)); JSON.stringify(heard)')).toBe(
      '\'[["hi",[1]]]\'',
    );
    await kernel.execute('line.close({ bye: true })');
    expect(ofComm('p', 'comm_close')).toMatchObject([{ content: { data: { bye: true } } }]);
    expect((await kernel.request('comm_info_request', {})).content['comms']).toEqual({});
  });

  test('K-64: a handler that fails shows its error in the cell that registered it', async () => {
    const { reply } = await kernel.execute("comms.register('bad.v1', () => { throw new Error('no such page') })");
    kernel.send('comm_open', { comm_id: 'b', target_name: 'bad.v1', data: {} });
    const errors = (): Incoming[] => kernel.iopub.filter(({ type }) => type === 'error');
    await kernel.until(() => errors().length > 0);
    expect(errors()[0]).toMatchObject({ parent: reply.parent, content: { evalue: 'no such page' } });
    expect(await kernel.value('1 + 1')).toBe('2');
  });
});
