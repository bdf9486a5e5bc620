import { Engine, workflow, type AnyAlgorithm } from '@daisy-lab/runtime';
import type { BenchContext, Benchmark } from './bench.js';
import { best } from './timing.js';

/** What worker threads give: branches at the same time, data handed over without copies. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'threads',
  async run(context) {
    await measureBranches(context);
  },
};
export default benchmark;

async function measureBranches({ record }: BenchContext): Promise<void> {
  const { spin } = (await import(new URL('../../kernel-runtime/bench/fixtures/spin.mjs', import.meta.url).href)) as {
    spin: AnyAlgorithm;
  };
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
