import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Engine, port, sharedArray, workflow, type Algorithm, type NdArray } from '@daisy-lab/runtime';
import type { Port } from '@daisy-lab/core';
import type { BenchContext, Benchmark } from './bench.js';
import { best } from './timing.js';

/** What pieces cost and save: steps fused over one axis, and more data than the memory budget. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'pieces',
  async run(context) {
    await measureFused(context);
    await measureBudget(context);
  },
};
export default benchmark;

type Image = { readonly image: Port<NdArray<'float32', readonly ['row', 'column']>> };
type Line = Algorithm<Image, Image, Record<never, never>>;
interface Fixtures {
  readonly columns: number;
  /** Bodies for the thread of the engine, and for worker threads. */
  readonly here: readonly Line[];
  readonly inThreads: readonly Line[];
}

const fixtures = new URL('../../kernel-runtime/bench/fixtures/', import.meta.url);
const image = port.array('float32', ['row', 'column']);

async function measureFused({ record, options }: BenchContext): Promise<void> {
  const { columns, here, inThreads } = (await import(new URL('row-steps.mjs', fixtures).href)) as Fixtures;
  const rows = Math.round((Number(options['gigabytes'] ?? 1) * 1e9) / columns / 4);
  const given = sharedArray('float32', [rows, columns], ['row', 'column']);
  given.data.forEach((_, index) => (given.data[index] = index & 1023));
  for (const [threads, steps] of [
    [1, here],
    [2, inThreads],
  ] as const) {
    const engine = Engine.local({ threads, memoryBytes: 8 * given.data.byteLength, results: null });
    const chain = workflow('bench.fused', { version: '1.0.0', title: 'Fused', inputs: { image } }, (w, start) =>
      steps.reduce<{ image: typeof start.image }>((reached, step) => w.step(step, reached), start),
    );
    const fused = await best(3, () => engine.run(chain, { image: given }));
    const unfused = await best(3, async () => {
      let reached = { image: given };
      for (const step of steps) reached = await engine.run(step, reached);
      return reached;
    });
    const bar = threads === 2 ? ' (bar 2 x)' : '';
    record({
      case: `3 cheap steps on ${(given.data.byteLength / 1e9).toFixed(1)} GB, fused${bar}`,
      value: fused,
      unit: 'ms',
      threads,
      baseline: 'one after the other',
      ratio: unfused / fused,
    });
  }
}

interface Ended {
  readonly ms: number;
  readonly peakBytes: number;
  readonly crc32: number;
}

/** Each in a process of its own, whose highest memory the system knows. */
async function measureBudget({ record, options }: BenchContext): Promise<void> {
  const bytes = Number(options['chain'] ?? 4) * 1e9;
  const budget = Number(options['budget'] ?? 1) * 1e9;
  const rows = Math.round(bytes / 4096 / 4);
  const script = fileURLToPath(new URL('budget-chain.mjs', fixtures));
  const measure = async (memoryBytes: number, pieces: boolean): Promise<Ended> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      JSON.stringify({ rows, memoryBytes, pieces }),
    ]);
    return JSON.parse(stdout) as Ended;
  };
  const small = await measure(budget, true);
  const large = await measure(4 * bytes, false);
  const label = `${bytes / 1e9} GB through 5 steps`;
  record({
    case: `${label}, budget ${budget / 1e9} GB (bar 0.87 x)`,
    value: small.ms,
    unit: 'ms',
    threads: 1,
    baseline: 'unsplit in memory, then to disk',
    ratio: large.ms / small.ms,
  });
  const limit = `bar ${((budget + 300e6) / 1e6).toFixed(0)} MB`;
  record({ case: `${label}: most memory (${limit})`, value: small.peakBytes / 1e6, unit: 'MB', threads: 1 });
  const equal = small.crc32 === large.crc32 ? 1 : 0;
  record({ case: `${label}: results equal`, value: equal, unit: '1 = yes', threads: 1 });
}
