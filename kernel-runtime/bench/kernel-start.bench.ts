import type { Benchmark, BenchContext } from './bench.ts';
import { daisy, KernelPeer, peers, quantile, type KernelProgram } from './kernel-peer.ts';

interface Start {
  readonly infoMs: number;
  readonly firstMs: number;
  readonly warmMs: number;
}

/** What a user waits for: the kernel, its first cell, a trivial cell, and a screen while a cell computes. */
const benchmark: Benchmark = {
  group: 'kernel',
  name: 'start',
  async run(context: BenchContext): Promise<void> {
    const rounds = Number(context.options['rounds'] ?? 3);
    const ours = await starts(daisy, rounds);
    const others = [];
    for (const program of peers(context)) others.push({ program, start: await starts(program, rounds) });
    const rows = [
      ['start to kernel_info_reply', 'infoMs', '<= 500 ms, and 3 x tslab'],
      ['start to the end of the first cell', 'firstMs', '<= 2500 ms'],
      ['trivial cell, median of 50', 'warmMs', '<= 30 ms'],
    ] as const;
    for (const [what, key, bar] of rows) {
      context.record({ case: what, value: ours[key], unit: 'ms', threads: 1, bar });
      for (const { program, start } of others) {
        const ratio = start[key] / ours[key];
        context.record({
          case: `${what}: ${program.name}`,
          value: start[key],
          unit: 'ms',
          baseline: 'Daisy',
          ratio,
          threads: 1,
        });
      }
    }
    for (const program of [daisy, ...peers(context)]) await whileSpinning(context, program);
  },
};

export default benchmark;

async function starts(program: KernelProgram, rounds: number): Promise<Start> {
  const all: Start[] = [];
  for (let i = 0; i < rounds; i++) {
    const { kernel, begunMs, readyMs } = await KernelPeer.start(program);
    await kernel.run('1 + 1');
    const firstMs = performance.now() - begunMs;
    const warm: number[] = [];
    for (let k = 0; k < 50; k++) warm.push((await kernel.run(`${k} + 1`)).ms);
    all.push({ infoMs: readyMs, firstMs, warmMs: quantile(warm, 0.5) });
    await kernel.stop();
  }
  const median = (key: keyof Start): number =>
    quantile(
      all.map(start => start[key]),
      0.5,
    );
  return { infoMs: median('infoMs'), firstMs: median('firstMs'), warmMs: median('warmMs') };
}

/** Round trips on the control channel while a cell spins for four seconds. */
async function whileSpinning(context: BenchContext, program: KernelProgram): Promise<void> {
  const { kernel } = await KernelPeer.start(program);
  const python = program.name === 'ipykernel';
  await kernel.run('1 + 1');
  const spin = python
    ? "import time\nprint('spins', flush=True)\nt = time.time()\nwhile time.time() - t < 4: pass"
    : "console.log('spins'); const t = Date.now(); while (Date.now() - t < 4000) {}";
  const cell = kernel.run(spin);
  await (program.name === 'tslab' ? new Promise(resolve => setTimeout(resolve, 300)) : kernel.printed('spins'));
  const ours = program === daisy;
  const times: number[] = [];
  for (const untilMs = performance.now() + 3000; performance.now() < untilMs;) {
    const begunMs = performance.now();
    if (ours)
      await kernel.request('daisy_request', { v: 1, id: String(begunMs), method: 'hello', params: {} }, 'control');
    else await kernel.request('kernel_info_request', {}, 'control');
    times.push(performance.now() - begunMs);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  await cell;
  const what = ours ? 'RPC on control' : 'kernel_info on control';
  const row = { unit: 'ms', threads: 1 };
  context.record({ ...row, case: `${what} while a cell spins: ${program.name}, p50`, value: quantile(times, 0.5) });
  const p95 = { ...row, case: `${what} while a cell spins: ${program.name}, p95`, value: quantile(times, 0.95) };
  context.record(ours ? { ...p95, bar: '<= 10 ms' } : p95);
  await kernel.stop();
}
