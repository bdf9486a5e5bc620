import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compiler } from '../runtime/lib/kernel/engine/language-service/compiler.js';
import { collectGarbage } from '../runtime/lib/kernel/host/memory-limit.js';
import type { Benchmark, BenchContext } from './bench.ts';
import { daisy, KernelPeer, peers, quantile, type KernelProgram } from './kernel-peer.ts';

const node = process.env['DAISY_NODE'] ?? process.execPath;
const packages = ['apache-arrow', 'h5wasm/node', '@tensorflow/tfjs-core', '@daisy-lab/runtime', 'vega-lite'];
/** The compiler reads the types of common packages when nothing is asked for a while. */
const pauses = [
  ['right after the first cell', 0],
  ['five seconds later', 5000],
] as const;
const additions = 3e8;

/** What cells do: completion, hot loops, imports, and many cells one after another. */
const benchmark: Benchmark = {
  group: 'kernel',
  name: 'cells',
  async run(context: BenchContext): Promise<void> {
    for (const program of [daisy, ...peers(context)]) await completion(context, program);
    await hotLoop(context);
    await imports(context);
    const cells = Number(context.options['cells'] ?? 1000);
    await manyCells(context, cells);
    compilerHeap(context, cells);
    await redeclaredArray(context);
  },
};

export default benchmark;

async function completion(context: BenchContext, program: KernelProgram): Promise<void> {
  const { kernel } = await KernelPeer.start(program);
  const python = program.name === 'ipykernel';
  await kernel.run(python ? 'arr = [1, 2, 3]' : 'const arr = [1, 2, 3]');
  const complete = async (): Promise<number> => {
    const begunMs = performance.now();
    await kernel.request('complete_request', { code: 'arr.', cursor_pos: 4 });
    return performance.now() - begunMs;
  };
  const times = async (count: number): Promise<number[]> => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push(await complete());
    return all;
  };
  await times(3);
  const idle = await times(30);
  const spin = python
    ? 'import time\nt = time.time()\nwhile time.time() - t < 2: pass'
    : 'const t = Date.now(); while (Date.now() - t < 2000) {}';
  const cell = kernel.run(spin);
  await new Promise(resolve => setTimeout(resolve, 200));
  const busy = await times(program === daisy ? 15 : 1);
  await cell;
  const row = { unit: 'ms', threads: 1 };
  const bar = (text: string): object => (program === daisy ? { bar: text } : {});
  context.record({
    ...row,
    ...bar('<= 20 ms'),
    case: `completion on an array: ${program.name}, median`,
    value: quantile(idle, 0.5),
  });
  context.record({
    ...row,
    ...bar('<= 60 ms'),
    case: `the same while a cell computes for 2 s: ${program.name}`,
    value: quantile(busy, 0.5),
  });
  await kernel.stop();
}

async function hotLoop(context: BenchContext): Promise<void> {
  const { kernel } = await KernelPeer.start(daisy);
  await kernel.run('1 + 1');
  const loop = `let acc = 0; for (let k = 0; k < ${additions}; k++) acc += k;`;
  const fastest = async (code: string): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 4; i++) times.push(Number((await kernel.run(code)).text));
    return Math.min(...times);
  };
  const inside = await fastest(
    `function summed() { ${loop} return acc } const t0 = performance.now(); summed(); console.log(performance.now() - t0)`,
  );
  const atCell = await fastest(`const t0 = performance.now(); ${loop} console.log(performance.now() - t0)`);
  const row = { unit: 'ms', threads: 1 };
  context.record({ ...row, case: '3e8 additions in a function', value: inside });
  const ratio = inside / atCell;
  const bar = `<= ${Math.round(1.3 * inside)} ms`;
  context.record({ ...row, case: 'the same at cell level', value: atCell, baseline: 'function', ratio, bar });
  await kernel.stop();
}

async function imports(context: BenchContext): Promise<void> {
  const root = process.cwd();
  for (const name of packages) {
    try {
      const script = `const t = performance.now(); await import('${name}'); console.log(performance.now() - t)`;
      const plain = (): number =>
        Number(
          execFileSync(node, ['--input-type=module', '-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }),
        );
      const plainMs = quantile([plain(), plain(), plain()], 0.5);
      const row = { unit: 'ms', threads: 1 };
      context.record({ ...row, case: `import of ${name}: plain Node`, value: plainMs });
      for (const [when, pauseMs] of pauses) {
        const { kernel } = await KernelPeer.start(daisy, root);
        await kernel.run('1 + 1');
        await new Promise(resolve => setTimeout(resolve, pauseMs));
        const { ms, reply } = await kernel.run(`import * as imported from '${name}';`);
        const next = await kernel.run('Object.keys(imported).length');
        await kernel.stop();
        if (reply?.content['status'] !== 'ok') throw new Error(String(reply?.content['evalue']));
        const what = `import of ${name}: ${when}`;
        const bar = `<= ${Math.round(1.1 * plainMs + 150)} ms`;
        context.record({ ...row, case: what, value: ms, baseline: 'plain Node', ratio: plainMs / ms, bar });
        context.record({ ...row, case: '  the cell after it, which uses the package', value: next.ms });
      }
    } catch (error) {
      console.log(`  ${name} is left out: ${(error as Error).message.split('\n')[0]}`);
    }
  }
}

async function manyCells(context: BenchContext, count: number): Promise<void> {
  const { kernel } = await KernelPeer.start(daisy);
  const times: number[] = [];
  let earlyMb = 0;
  for (let i = 0; i < count; i++) {
    times.push(
      (await kernel.run(`function step(x: number): number { return x + ${i} }\nconst value = step(${i}); value`)).ms,
    );
    if (i === 100) earlyMb = await settledMb(kernel);
  }
  const around = (at: number): number => quantile(times.slice(at - 5, at + 5), 0.5);
  const row = { unit: 'ms', threads: 1 };
  context.record({ ...row, case: `cell 10 of ${count}, median of ten around it`, value: around(10) });
  const last = around(count - 5);
  context.record({
    ...row,
    case: `the last cell of ${count}`,
    value: last,
    baseline: 'the tenth',
    ratio: around(10) / last,
    bar: `<= ${(1.2 * around(10)).toPrecision(3)} ms`,
  });
  context.record({
    case: `growth of the process from cell 100 to ${count}, after a pause each`,
    value: (await settledMb(kernel)) - earlyMb,
    unit: 'MiB',
    threads: 1,
  });
  await kernel.stop();
}

/** Memory after a pause, in which the compiler reads the types of common packages once and tidies up. */
async function settledMb(kernel: KernelPeer): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 6000));
  return kernel.residentMb();
}

/** The compiler alone, in this process. */
function compilerHeap(context: BenchContext, count: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'daisy-bench-'));
  const compiler = new Compiler(folder, 'error');
  const livingMb = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  let earlyMb = 0;
  for (let i = 0; i < count; i++) {
    if (i === 20) earlyMb = livingMb();
    const code = `function step(x: number): number { return x + ${i} }\nconst value = step(${i}); value`;
    compiler.compile(code, `c${i}`, () => undefined);
  }
  const value = livingMb() - earlyMb;
  const what = `growth of the compiler's heap from cell 20 to ${count}, after a collection`;
  context.record({ case: what, value, unit: 'MiB', threads: 1, bar: '<= 20 MiB' });
  rmSync(folder, { recursive: true, force: true });
}

async function redeclaredArray(context: BenchContext): Promise<void> {
  const { kernel } = await KernelPeer.start(daisy);
  await kernel.run('1 + 1');
  const beforeMb = kernel.residentMb();
  for (let i = 0; i < 16; i++) await kernel.run('const big = new Float64Array(10_000_000).fill(1); big.length');
  context.record({
    case: 'an array of 80 MB, declared 16 times',
    value: kernel.residentMb() - beforeMb,
    unit: 'MiB',
    threads: 1,
    bar: 'two of them, 153 MiB, and what each cell takes; not 1,221',
  });
  await kernel.stop();
}
