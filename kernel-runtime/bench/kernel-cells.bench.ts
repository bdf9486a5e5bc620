import { execFileSync } from 'node:child_process';
import type { Benchmark, BenchContext } from './bench.ts';
import { daisy, KernelPeer, peers, quantile, type KernelProgram } from './kernel-peer.ts';

const node = process.env['DAISY_NODE'] ?? process.execPath;
const packages = ['apache-arrow', 'h5wasm/node', '@tensorflow/tfjs-core', 'vega-lite'];
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
    await manyCells(context, Number(context.options['cells'] ?? 1000));
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
  context.record({ ...row, case: `completion on an array: ${program.name}, median`, value: quantile(idle, 0.5) });
  context.record({
    ...row,
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
  context.record({ ...row, case: 'the same at cell level', value: atCell, baseline: 'function', ratio });
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
        const { ms, reply } = await kernel.run(`import * as imported from '${name}'; typeof imported`);
        await kernel.stop();
        if (reply?.content['status'] !== 'ok') throw new Error(String(reply?.content['evalue']));
        const ratio = plainMs / ms;
        context.record({ ...row, case: `import of ${name}: ${when}`, value: ms, baseline: 'plain Node', ratio });
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
    if (i === 100) earlyMb = kernel.residentMb();
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
  });
  context.record({
    case: `growth of the process from cell 100 to ${count}`,
    value: kernel.residentMb() - earlyMb,
    unit: 'MiB',
    threads: 1,
  });
  await kernel.stop();
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
  });
  await kernel.stop();
}
