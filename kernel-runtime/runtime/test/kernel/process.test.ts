import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './kernel-client.ts';

const states = (kernel: KernelClient, parent: string | undefined): unknown[] =>
  kernel.iopub
    .filter(message => message.parent === parent && message.type === 'status')
    .map(({ content }) => content['execution_state']);

/** The compiler starts cold, on a machine that may be busy. */
describe('the kernel process', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  }, 60_000);
  afterAll(() => kernel.stop());

  test('describes itself and answers with a session of its own', async () => {
    const { content, header } = await kernel.request('kernel_info_request', {});
    expect(content).toMatchObject({
      status: 'ok',
      protocol_version: '5.4',
      implementation: 'daisy',
      language_info: { name: 'typescript', mimetype: 'text/typescript', file_extension: '.ts' },
      supported_features: [],
      daisy: { protocol: 1 },
    });
    expect(header.session).not.toBe(kernel.session);
  });

  test.each([
    ['shell', 'kernel_info_request', {}],
    ['control', 'kernel_info_request', {}],
    ['shell', 'complete_request', { code: 'Mat', cursor_pos: 3 }],
    ['shell', 'history_request', { hist_access_type: 'tail', n: 3 }],
    ['shell', 'comm_info_request', {}],
  ] as const)('says busy and idle around a request on %s: %s', async (channel, type, content) => {
    const { parent } = await kernel.request(type, content, channel);
    await kernel.until(() => states(kernel, parent).includes('idle'));
    expect(states(kernel, parent)).toEqual(['busy', 'idle']);
  });

  test.each([
    ['a loop', 'while (true) {}'],
    ['a loop after an await', 'await new Promise(done => setTimeout(done, 5)); while (true) {}'],
    ['a pending await', 'await new Promise(() => undefined)'],
    ['a loop in a timer', 'setTimeout(() => { while (true) {} }, 5); await new Promise(() => undefined)'],
    [
      'timers that set themselves again',
      'setInterval(() => console.log("tick"), 5); await new Promise(() => undefined)',
    ],
  ])('interrupts %s', async (_, code) => {
    const cell = kernel.execute(`console.log('begun'); ${code}`);
    const count = kernel.iopub.length;
    await kernel.until(() => kernel.iopub.slice(count).some(({ type }) => type === 'stream'));
    await new Promise(resolve => setTimeout(resolve, 60));
    await kernel.request('interrupt_request', {}, 'control');
    expect((await cell).reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(await kernel.value('20 + 2')).toBe('22');
  });

  test('aborts the cells that wait behind an error', async () => {
    const failing = kernel.execute('await new Promise(done => setTimeout(done, 50)); throw new Error("first")');
    const waiting = kernel.execute('console.log("must not run")');
    expect((await failing).reply.content['status']).toBe('error');
    expect((await waiting).reply.content['status']).toBe('aborted');
    expect(await kernel.value('5')).toBe('5');
  });

  test('delivers a flood of prints whole and in order', async () => {
    const { stdout, messages } = await kernel.execute('for (let i = 0; i < 20000; i++) console.log(i)');
    expect(stdout).toBe(Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(''));
    expect(messages.length).toBeLessThan(500);
  });

  test('gives a cell that is run again its corrected form', async () => {
    await kernel.value('function factor() { return 2 }', { cellId: 'a' });
    await kernel.value('const doubled = () => 21 * factor()', { cellId: 'b' });
    await kernel.value('function factor() { return 3 }', { cellId: 'a' });
    expect(await kernel.value('doubled()', { cellId: 'c' })).toBe('63');
  });

  test('runs a cell with imports again', async () => {
    const code = "import { join } from 'node:path'; join('x', 'y')";
    await kernel.value(code, { cellId: 'imports' });
    expect(await kernel.value(code, { cellId: 'imports' })).toBe("'x/y'");
  });

  test('counts positions of completion in code points', async () => {
    const { content } = await kernel.request('complete_request', { code: "'😀'.toUpp", cursor_pos: 9 });
    expect(content).toMatchObject({ matches: ['toUpperCase'], cursor_start: 4, cursor_end: 9 });
  });

  test('shuts down while a cell spins', async () => {
    const other = await KernelClient.start();
    void other.execute('while (true) {}');
    await new Promise(resolve => setTimeout(resolve, 300));
    const reply = await other.request('shutdown_request', { restart: true }, 'control');
    expect(reply.content).toMatchObject({ status: 'ok', restart: true });
    await other.exited;
    await other.stop();
  });

  test('shuts down with exit code 0 and says nothing', async () => {
    const other = await KernelClient.start();
    await other.value('1');
    await other.request('shutdown_request', { restart: false }, 'control');
    expect(await other.exited).toBe(0);
    expect(other.log).toBe('');
    await other.stop();
  });
});
