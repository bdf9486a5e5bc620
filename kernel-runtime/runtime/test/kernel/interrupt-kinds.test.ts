import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, type Execution } from './kernel-client.ts';

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));

describe('an interrupt', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
    await kernel.value('0');
    await pause(2000); // the compiler reads types ahead
  }, 60_000);
  afterAll(() => kernel.stop());

  /** Interrupts the code some time after it has printed. */
  async function interrupted(code: string): Promise<Execution> {
    const count = kernel.iopub.length;
    const cell = kernel.execute(`console.log('begun');\n${code}`);
    await kernel.until(() => kernel.iopub.slice(count).some(({ type }) => type === 'stream'));
    await pause(80);
    await kernel.request('interrupt_request', {}, 'control');
    return cell;
  }
  const processorMs = async (): Promise<number> =>
    Number(await kernel.value('{ const t = process.cpuUsage(); globalThis.cpuMs = (t.user + t.system) / 1000 } cpuMs'));

  test.each([
    ['a loop of awaits', 'while (true) await null'],
    ['a loop of I/O', "import { stat } from 'node:fs/promises'; while (true) await stat('.')"],
    ['a loop in a promise callback', 'await Promise.resolve().then(() => { while (true) {} })'],
    ['a loop in WebAssembly-like numbers', 'let s = 0; for (;;) s = Math.imul(s, 3) + 1'],
    ['a regular expression', "/(a+)+b/.test('a'.repeat(40))"],
    ['a wait on shared memory', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'],
  ])('I1: stops %s', async (_, code) => {
    expect((await interrupted(code)).reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(await kernel.value('20 + 2')).toBe('22');
  });

  test('I2: leaves nothing of the cell running', async () => {
    await interrupted(
      "import { stat as look } from 'node:fs/promises'; let turns = 0; setInterval(() => turns++, 1); for (;;) { await look('.'); turns++ }",
    );
    await kernel.value('globalThis.cpuMs = 0; declare global { var cpuMs: number }');
    const turns = await kernel.value('turns');
    const ofHalfSecond = async (): Promise<number> => {
      const before = await processorMs();
      await pause(500);
      return (await processorMs()) - before;
    };
    let used = await ofHalfSecond();
    // the compiler may tidy up meanwhile; a loop would never come to rest
    for (let more = 0; more < 10 && used > 250; more++) used = await ofHalfSecond();
    expect(used).toBeLessThan(250);
    expect(await kernel.value('turns')).toBe(turns);
  });

  test('I3: stops what a cell that has ended left in timers, also a loop', async () => {
    await kernel.execute(
      "let ticks = 0; setInterval(() => ticks++, 5); setTimeout(() => { console.log('loops'); while (true) {} }, 50)",
    );
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'loops\n'));
    await kernel.request('interrupt_request', {}, 'control');
    const ticks = await kernel.value('ticks');
    await pause(60);
    expect(await kernel.value('ticks')).toBe(ticks);
  });

  test('I4: stops a reconstruction in the worker threads', async () => {
    const cell = await interrupted(`
      import { reconstructFourier } from '@daisy-lab/compute';
      const columns = 512, angles = 720, slices = 512;
      const sinograms = new Float32Array(new SharedArrayBuffer(4 * slices * angles * 64));
      const anglesRad = Float64Array.from({ length: angles }, (_, i) => (Math.PI * i) / angles);
      await reconstructFourier({ sinograms: new Float32Array(new SharedArrayBuffer(4 * slices * angles * columns)), slices, anglesRad, columns, axisPx: 256, filter: 'ramp' });`);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  });

  test('I4: cancels the engine run that a cell waits for', async () => {
    const cell = await interrupted(`
      import { algorithm, Engine } from '@daisy-lab/runtime';
      const waiting = algorithm('test.wait', { version: '1.0.0', title: 'Wait', inputs: {}, outputs: {} }).implement('plain', {
        run: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      });
      const run = Engine.local().run(waiting, {});
      await run;`);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(await kernel.value('run.record().state')).toBe("'cancelled'");
  });

  test('I5: gives libraries a signal', async () => {
    await interrupted(`
      const { signal } = (globalThis as any)[Symbol.for('daisy.kernel.v1')];
      await new Promise(done => signal.addEventListener('abort', () => { console.log('aborted'); }));`);
    expect(await kernel.value('signal.aborted')).toBe('true');
  });

  test('I6: says after two seconds that a native call cannot be stopped, and stops when it returns', async () => {
    const cell = await interrupted(
      "import { execSync } from 'node:child_process'; execSync('sleep 3'); while (true) {}",
    );
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(cell.stderr).toMatch(/inside a native call.*restart the kernel/);
  });
});

describe('a kernel that is told to end', () => {
  test('E1: ends on SIGTERM, also while a cell spins', async () => {
    const kernel = await KernelClient.start();
    void kernel.execute("process.on('SIGINT', () => undefined); console.log('spins'); while (true) {}");
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'spins\n'));
    process.kill(kernel.pid, 'SIGTERM');
    await kernel.exited;
    await kernel.stop();
  });

  test('E2: restarts while a cell is inside a native call', async () => {
    const kernel = await KernelClient.start();
    void kernel.execute("import { execSync } from 'node:child_process'; console.log('native'); execSync('sleep 4')");
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'native\n'));
    const { content } = await kernel.request('shutdown_request', { restart: true }, 'control');
    expect(content).toMatchObject({ status: 'ok', restart: true });
    await kernel.exited;
    await kernel.stop();
  });
});

describe('a kernel with a memory limit', () => {
  test.each([
    [
      'arrays',
      'const hoard: Float64Array[] = []; for (;;) { hoard.push(new Float64Array(2 ** 20).fill(1)); await new Promise(done => setTimeout(done, 2)) }',
    ],
    [
      'objects in a synchronous loop',
      'const hoard: object[] = []; for (;;) hoard.push({ values: [hoard.length, 1, 2] })',
    ],
  ])(
    'M1: stops a cell that passes it with %s, says why, and goes on',
    async (_, code) => {
      const kernel = await KernelClient.start({ environment: { DAISY_MEMORY_MB: '700' } });
      try {
        const cell = await kernel.execute(code);
        expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'MemoryLimit' });
        expect(cell.reply.content['evalue']).toContain('DAISY_MEMORY_MB');
        expect(await kernel.value('1 + 1')).toBe('2');
      } finally {
        await kernel.stop();
      }
    },
    120_000,
  );
});
