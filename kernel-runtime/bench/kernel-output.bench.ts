import type { Benchmark, BenchContext } from './bench.ts';
import { daisy, KernelPeer, peers, quantile, type KernelProgram } from './kernel-peer.ts';

const prints = 100_000;
const printedBytes = Array.from({ length: prints }, (_, i) => `${i}\n`).join('').length;

const loops: Readonly<Record<string, string>> = {
  'a loop': 'while (true) {}',
  'a loop after an await': 'await new Promise(done => setTimeout(done, 10)); while (true) {}',
  'a pending await': 'await new Promise(() => undefined)',
  'a loop in a timer': 'setTimeout(() => { while (true) {} }, 10); await new Promise(() => undefined)',
};

/** Floods of prints, and how fast a cell can be stopped. */
const benchmark: Benchmark = {
  group: 'kernel',
  name: 'output',
  async run(context: BenchContext): Promise<void> {
    const ours = await flood(context, daisy, undefined);
    for (const program of peers(context)) await flood(context, program, ours);
    for (const what of Object.keys(loops)) await interrupt(context, what);
  },
};

export default benchmark;

async function flood(context: BenchContext, program: KernelProgram, ours: number | undefined): Promise<number> {
  const { kernel } = await KernelPeer.start(program);
  const python = program.name === 'ipykernel';
  const code = (count: number): string =>
    python ? `for i in range(${count}): print(i)` : `for (let i = 0; i < ${count}; i++) console.log(i)`;
  await kernel.run(code(100));
  const beforeMb = kernel.residentMb();
  let highestMb = beforeMb;
  const watch = setInterval(() => (highestMb = Math.max(highestMb, kernel.residentMb())), 20);
  const { ms, text, streamMessages, reply } = await kernel.run(code(prints), 20_000);
  clearInterval(watch);
  const row = { threads: 1 };
  const what = `100,000 prints: ${program.name}`;
  const compared = ours === undefined ? {} : { baseline: 'Daisy', ratio: ms / ours };
  const rows = [
    [reply ? '' : ', never done', ms / 1000, 's', '<= 3 s'],
    [', bytes that arrived', (100 * text.length) / printedBytes, '%', '100 %'],
    [', messages a second', (streamMessages * 1000) / ms, '1/s', '<= 20 /s'],
    [', growth of memory', highestMb - beforeMb, 'MiB', '<= 100 MiB'],
  ] as const;
  rows.forEach(([of, value, unit, bar], i) =>
    context.record({
      ...row,
      ...(i === 0 ? compared : {}),
      ...(program === daisy ? { bar } : {}),
      case: what + of,
      value,
      unit,
    }),
  );
  await kernel.stop();
  return ms;
}

/** From `interrupt_request` to the reply of the cell, median of five. The others take a signal instead, and are not compared. */
async function interrupt(context: BenchContext, what: string): Promise<void> {
  const { kernel } = await KernelPeer.start(daisy);
  await kernel.run('1 + 1');
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const cell = kernel.run(`console.log('begun ${i}'); ${loops[what]!}`);
    await kernel.printed(`begun ${i}`);
    await new Promise(resolve => setTimeout(resolve, 60));
    const begunMs = performance.now();
    await kernel.request('interrupt_request', {}, 'control');
    const { reply } = await cell;
    if (reply?.content['ename'] !== 'KeyboardInterrupt')
      throw new Error(`${what} ended with ${JSON.stringify(reply?.content)}`);
    times.push(performance.now() - begunMs);
  }
  const row = { unit: 'ms', threads: 1, bar: '<= 200 ms' };
  context.record({ ...row, case: `interrupt of ${what}, median`, value: quantile(times, 0.5) });
  context.record({ ...row, case: `interrupt of ${what}, longest`, value: Math.max(...times) });
  await kernel.stop();
}
