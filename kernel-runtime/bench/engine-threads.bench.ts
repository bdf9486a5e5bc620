import { makeVector, Table } from 'apache-arrow';
import { Engine, sharedArray, workflow, type AnyAlgorithm } from '@daisy-lab/runtime';
import type { BenchContext, Benchmark } from './bench.js';
import { best } from './timing.js';

/** What worker threads give: branches at the same time, data handed over without copies. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'threads',
  async run(context) {
    await measureBranches(context);
    await measureHandOver(context);
  },
};
export default benchmark;

const fixture = async <N extends string, T = AnyAlgorithm>(path: string): Promise<Readonly<Record<N, T>>> =>
  (await import(new URL(`../../kernel-runtime/${path}`, import.meta.url).href)) as Readonly<Record<N, T>>;

async function measureBranches({ record }: BenchContext): Promise<void> {
  const { spin } = await fixture<'spin'>('bench/fixtures/spin.mjs');
  const fork = workflow('bench.fork', { version: '1.0.0', title: 'Fork', inputs: {} }, w => ({
    left: w.step(spin, {}, {}, 'left')['sum']!,
    right: w.step(spin, {}, {}, 'right')['sum']!,
  }));
  await Engine.local({ threads: 2 }).run(fork, {});
  const single = await best(3, () => Engine.local({ threads: 2 }).run(spin, {}));
  const both = await best(3, () => Engine.local({ threads: 2 }).run(fork, {}));
  record({
    case: 'two independent branches',
    value: both,
    unit: 'ms',
    threads: 2,
    baseline: 'one after the other',
    ratio: (2 * single) / both,
  });
}

/** One gigabyte to a worker thread and back, in shared memory: as an array, and as an Arrow table of eight columns. */
async function measureHandOver({ record }: BenchContext): Promise<void> {
  const { endsOfArray, endsOfTable } = await fixture<'endsOfArray' | 'endsOfTable'>('bench/fixtures/ends.mjs');
  const { handOvers } = await fixture<'handOvers', Record<'shared' | 'transferred' | 'copied', number>>(
    'runtime/lib/engine/threads/hand-over.js',
  );
  const stack = sharedArray('float32', [250_000, 1000], ['row', 'column']);
  const columns = Array.from({ length: 8 }, (_, at) => {
    const column = new Float64Array(new SharedArrayBuffer(1.25e8), 0, 1.25e8 / 8);
    return [`c${at}`, makeVector(column)] as const;
  });
  const table = new Table(Object.fromEntries(columns));
  const engine = Engine.local({ threads: 1, results: null });
  for (const [name, algorithm, inputs] of [
    ['array', endsOfArray, { stack }],
    ['Arrow table', endsOfTable, { table }],
  ] as const) {
    const hand = (): PromiseLike<unknown> => engine.run(algorithm, inputs);
    await hand();
    const before = handOvers.copied + handOvers.transferred;
    const value = await best(20, hand);
    record({ case: `1 GB ${name} to a thread and back (bar 5 ms)`, value, unit: 'ms', threads: 1 });
    const copies = handOvers.copied + handOvers.transferred - before;
    record({ case: `the same 20 times: copies (bar 0)`, value: copies, unit: 'copies', threads: 1 });
  }
}
