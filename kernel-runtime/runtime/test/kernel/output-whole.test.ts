import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, node, type Execution } from './kernel-client.ts';

const outputs = ({ messages }: Execution): unknown[] =>
  messages.flatMap(({ type, content }) =>
    type === 'stream'
      ? [`${content['name']}: ${content['text']}`]
      : type === 'display_data'
        ? [(content['data'] as Record<string, string>)['text/plain']]
        : [],
  );
const streams = ({ messages }: Execution): number => messages.filter(({ type }) => type === 'stream').length;

describe('output of a cell', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
    await kernel.value('0');
  }, 60_000);
  afterAll(() => kernel.stop());

  test('O1: 100,000 prints of a synchronous loop arrive whole, in order and in few messages', async () => {
    const cell = await kernel.execute('for (let i = 0; i < 100_000; i++) console.log(i)');
    expect(cell.stdout).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''));
    expect(streams(cell)).toBeLessThan(100);
  });

  test('O2: stdout, stderr and displays keep their order', async () => {
    const cell = await kernel.execute(
      "console.log('a'); console.error('b'); display('c'); console.log('d'); console.warn('e'); display('f'); console.log('g')",
    );
    const order = ['stdout: a\n', 'stderr: b\n', "'c'", 'stdout: d\n', 'stderr: e\n', "'f'", 'stdout: g\n'];
    expect(outputs(cell)).toEqual(order);
  });

  test.each([
    ['a display', "display.raw('application/json', { n: 1n })"],
    [
      'an update',
      "display('a', { id: 'place' }); display.update('place', { [Symbol.for('Jupyter.display')]: () => ({ 'application/json': 1n }) })",
    ],
    ['a result', "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': 1n }) })"],
    ['a message of a comm', "comms.open('target', { n: 1n })"],
  ])('O11: %s that JSON cannot hold is told in its cell, and the kernel goes on', async (_, code) => {
    const cell = await kernel.execute(`${code};`);
    expect(cell.reply.content['status']).toBe('ok');
    expect(cell.stderr).toContain('cannot be written as JSON: TypeError: Do not know how to serialize a BigInt');
    expect((await kernel.execute("console.log('goes on')")).stdout).toBe('goes on\n');
  });

  test('O11: functions in what is shown are left out', async () => {
    const shown = "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': { n: 1, f() {} } }) })";
    const { messages } = await kernel.execute(`display(${shown}); ${shown}`);
    const data = messages.flatMap(
      ({ content }) => (content['data'] as Record<string, unknown>)?.['application/json'] ?? [],
    );
    expect(data).toEqual([{ n: 1 }, { n: 1 }]);
  });

  test('O2: streams that alternate without end stay whole, each in its order, in few messages', async () => {
    const cell = await kernel.execute(
      'for (let i = 0; i < 20_000; i++) { process.stdout.write(`${i},`); console.error(i) }',
    );
    const numbers = Array.from({ length: 20_000 }, (_, i) => i);
    expect(cell.stdout).toBe(numbers.map(i => `${i},`).join(''));
    expect(cell.stderr).toBe(numbers.map(i => `${i}\n`).join(''));
    expect(streams(cell)).toBeLessThan(1000);
  });

  test('O3: what was printed is seen while the cell computes on', async () => {
    const cell = kernel.execute("console.log('one'); console.log('two'); console.error('three'); while (true) {}");
    const seen = (): string =>
      kernel.iopub
        .filter(({ type }) => type === 'stream')
        .map(({ content }) => content['text'])
        .join('');
    await kernel.until(() => seen().includes('one\ntwo\nthree\n'));
    await kernel.request('interrupt_request', {}, 'control');
    expect((await cell).reply.content).toMatchObject({ ename: 'KeyboardInterrupt' });
  });

  test('O4: a cell that prints faster than anybody reads waits, and the kernel stays small', async () => {
    const cell = await kernel.execute(`
      const line = 'x'.repeat(1023), before = process.memoryUsage.rss();
      for (let i = 0; i < 400_000; i++) console.log(line);
      console.error(Math.round((process.memoryUsage.rss() - before) / 2 ** 20));`);
    expect(cell.stdout.length).toBe(400_000 * 1024);
    // far less than the 390 MiB of the text; the process has more to do than this cell: the compiler reads types meanwhile
    expect(Number(cell.stderr)).toBeLessThan(300);
  });

  test('O4: an interrupt stops a cell that prints without end', async () => {
    const cell = kernel.execute("for (;;) console.log('y'.repeat(2000))");
    const count = kernel.iopub.length;
    await kernel.until(() => kernel.iopub.slice(count).filter(({ type }) => type === 'stream').length > 5);
    await kernel.request('interrupt_request', {}, 'control');
    expect((await cell).reply.content).toMatchObject({ ename: 'KeyboardInterrupt' });
    expect((await kernel.execute("console.log('after')")).stdout).toBe('after\n');
  });

  test('O5: every way to write to stdout and stderr arrives', async () => {
    const cell = await kernel.execute(`
      process.stdout.write('text ', () => process.stdout.write('called back '));
      process.stdout.write(new TextEncoder().encode('bytes '));
      console.table([{ a: 1 }]); console.group('g'); console.info('inside'); console.groupEnd(); console.assert(false, 'claim');`);
    expect(cell.stdout).toMatch(/^text called back bytes [^]*│[^]*g\n {2}inside\n$/);
    expect(cell.stderr).toContain('claim');
  });

  test('O5: text of any length and script stays whole', async () => {
    const cell = await kernel.execute("process.stdout.write('a' + '😀'.repeat(200_000))");
    expect(cell.stdout).toBe(`a${'😀'.repeat(200_000)}`);
  });

  test('O6: the newest state of a display goes out, at most twenty times a second, and the last one always', async () => {
    const cell = await kernel.execute(
      "const bar = display(0); for (let i = 1; i <= 5000; i++) bar.update(i); console.log('end')",
    );
    const updates = cell.messages.filter(({ type }) => type === 'update_display_data');
    expect(updates.length).toBeLessThan(100);
    expect(updates.at(-1)?.content['data']).toMatchObject({ 'text/plain': '5000' });
  });

  test('O7: worker threads print into the cell that started them', async () => {
    const cell = await kernel.execute(`
      import { Worker } from 'node:worker_threads';
      const worker = new Worker("console.log('from a thread'); console.error('its error')", { eval: true });
      await new Promise(done => worker.on('exit', done));
      await new Promise(done => setTimeout(done, 50));`);
    expect([cell.stdout, cell.stderr]).toEqual(['from a thread\n', 'its error\n']);
  });

  test('O8: child processes that inherit the streams print into their cell', async () => {
    writeFileSync(join(kernel.cwd, 'child.cjs'), "console.log('child out'); console.error('child err')");
    const cell = await kernel.execute(`
      import { execSync, fork, spawn, spawnSync } from 'node:child_process';
      const node = ${JSON.stringify(node)};
      execSync(\`"\${node}" child.cjs\`, { stdio: 'inherit' });
      spawnSync(node, ['child.cjs'], { stdio: ['ignore', 'inherit', 'pipe'] });
      await new Promise(done => spawn(node, ['child.cjs'], { stdio: ['ignore', process.stdout, 'inherit'] }).on('close', done));
      await new Promise(done => fork('child.cjs').on('close', done));`);
    expect(cell.stdout).toBe('child out\n'.repeat(4));
    expect(cell.stderr).toBe('child err\n'.repeat(3));
  });
});
