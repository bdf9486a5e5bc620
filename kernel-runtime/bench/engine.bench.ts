import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  algorithm,
  Engine,
  FolderResults,
  ndarray,
  p,
  port,
  sharedArray,
  workflow,
  type AnyAlgorithm,
} from '@daisy-lab/runtime';
import type { BenchContext, Benchmark } from './bench.js';

const rowColumn = ['row', 'column'] as const;
const image = port.array('float32', rowColumn);
const number = port.number();
const columns = 4096;

/** What an engine costs beside the work: steps, plans, cached reruns, pieces within a budget, fusing, threads. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'local',
  async run(context) {
    await measureSteps(context);
    await measureCached(context);
    await measureFused(context);
    await measureBudget(context);
    await measureBranches(context);
  },
};
export default benchmark;

const increase = algorithm('bench.increase', {
  version: '1.0.0',
  title: 'Increase',
  inputs: { value: number },
  params: { by: p.number({ default: 1 }) },
  outputs: { value: number },
}).implement('plain', { run: ({ inputs, params }) => ({ value: inputs.value + params.by }) });

function chainOf(steps: number, last = 1): AnyAlgorithm {
  return workflow('bench.chain', { version: '1.0.0', title: 'Chain', inputs: { value: number } }, (w, given) => {
    let reached = given.value;
    for (let step = 0; step < steps; step++)
      reached = w.step(increase, { value: reached }, { by: step < steps - 1 ? 1 : last }).value;
    return { value: reached };
  });
}

async function measureSteps({ record }: BenchContext): Promise<void> {
  const engine = Engine.local();
  await engine.run(chainOf(200), { value: 0 });
  const perStep = async (steps: number): Promise<number> => {
    const chain = chainOf(steps);
    return (await best(3, () => engine.run(chain, { value: 0 }))) / steps;
  };
  const short = await perStep(1000);
  const long = await perStep(10_000);
  record({ case: 'chain of 1,000 steps in the process, per step', value: short, unit: 'ms', threads: 1 });
  record({
    case: 'chain of 10,000 steps, per step',
    value: long,
    unit: 'ms',
    threads: 1,
    baseline: 'per step of 1,000',
    ratio: short / long,
  });
  const chain = chainOf(1000);
  const plan = await best(3, () => engine.plan(chain, { value: 0 }));
  record({ case: 'plan of 1,000 steps', value: plan, unit: 'ms', threads: 1 });
}

async function measureCached({ record }: BenchContext): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daisy-bench-'));
  try {
    const results = new FolderResults(folder);
    const engine = Engine.local({ results });
    const chain = chainOf(20);
    const fresh = await timed(() => engine.run(chain, { value: 0 }));
    const rerun = await best(5, () => engine.run(chain, { value: 0 }));
    record({
      case: '20 steps, all results there',
      value: rerun,
      unit: 'ms',
      threads: 1,
      baseline: 'fresh',
      ratio: fresh / rerun,
    });
    let ran = 0;
    for await (const event of engine.run(chainOf(20, 2), { value: 0 })) if (event.state === 'done' && event.node) ran++;
    record({ case: 'the same after a change of the last step: steps run', value: ran, unit: 'steps', threads: 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A cheap step over rows: a line per value. */
const cheap = (id: string, gain: number, offset: number) =>
  algorithm(id, {
    version: '1.0.0',
    title: id,
    split: { over: 'row' },
    cheap: true,
    inputs: { image },
    outputs: { image },
  }).implement('plain', {
    run: ({ inputs: { image: given } }) => {
      const { data } = given;
      const made = new Float32Array(data.length);
      for (let index = 0; index < made.length; index++) made[index] = data[index]! * gain + offset;
      return { image: ndarray(made, given.shape, rowColumn) };
    },
  });

async function measureFused({ record, options }: BenchContext): Promise<void> {
  const steps = [cheap('bench.one', 2, 1), cheap('bench.two', 0.5, 3), cheap('bench.three', 3, -1)];
  const rows = Math.round((Number(options['gigabytes'] ?? 1) * 1e9) / columns / 4);
  const given = sharedArray('float32', [rows, columns], rowColumn);
  given.data.forEach((_, index) => (given.data[index] = index & 1023));
  const engine = Engine.local({ memoryBytes: 8 * given.data.byteLength });
  const chain = workflow('bench.fused', { version: '1.0.0', title: 'Fused', inputs: { image } }, (w, start) =>
    steps.reduce<{ image: typeof start.image }>((reached, step) => w.step(step, reached), start),
  );
  const fused = await best(2, () => engine.run(chain, { image: given }));
  const unfused = await best(2, async () => {
    let reached = { image: given };
    for (const step of steps) reached = await engine.run(step, reached);
    return reached;
  });
  record({
    case: `3 cheap steps on ${(given.data.byteLength / 1e9).toFixed(1)} GB, fused`,
    value: fused,
    unit: 'ms',
    threads: 1,
    baseline: 'one after the other',
    ratio: unfused / fused,
  });
}

const source = algorithm('bench.source', {
  version: '1.0.0',
  title: 'Source',
  split: { over: 'row' },
  extent: (_, { rows }) => rows,
  cheap: true,
  inputs: {},
  params: { rows: p.integer({ default: 1 }) },
  outputs: { image },
}).implement('plain', {
  run: ({ params: { rows }, piece = { start: 0, end: rows } }) => {
    const shape = [piece.end - piece.start, columns];
    const data = new Float32Array(shape[0]! * columns);
    for (let index = 0; index < data.length; index++) data[index] = (index + piece.start * columns) & 4095;
    return { image: ndarray(data, shape, rowColumn) };
  },
});

async function measureBudget({ record, options }: BenchContext): Promise<void> {
  const bytes = Number(options['chain'] ?? 4) * 1e9;
  const budget = Number(options['budget'] ?? 1) * 1e9;
  const steps = [1, 2, 3, 4, 5].map(index => cheap(`bench.step${index}`, 1 / index, index));
  const chain = workflow(
    'bench.budget',
    { version: '1.0.0', title: 'Budget', inputs: {}, params: { rows: p.integer({ default: 1 }) } },
    (w, _, { rows }) => steps.reduce((reached, step) => w.step(step, reached), w.step(source, {}, { rows })),
  );
  const params = { rows: Math.round(bytes / columns / 4) };
  const measure = async (
    memoryBytes: number,
  ): Promise<{ ms: number; peakMb: number; image: { data: Float32Array } }> => {
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const startedMs = performance.now();
    const { image: made } = await Engine.local({ memoryBytes }).run(chain, {}, { params });
    const ms = performance.now() - startedMs;
    clearInterval(watch);
    return { ms, peakMb: (peak - before) / 1e6, image: made as { data: Float32Array } };
  };
  const small = await measure(budget);
  const large = await measure(4 * bytes);
  const label = `${bytes / 1e9} GB through 5 steps`;
  record({
    case: `${label}, budget ${budget / 1e9} GB`,
    value: small.ms,
    unit: 'ms',
    threads: 1,
    baseline: 'all in memory',
    ratio: large.ms / small.ms,
  });
  record({ case: `${label}: memory beyond the start`, value: small.peakMb, unit: 'MB', threads: 1 });
  const equal = Buffer.compare(bytesOf(small.image.data), bytesOf(large.image.data)) === 0;
  record({ case: `${label}: results equal`, value: equal ? 1 : 0, unit: '1 = yes', threads: 1 });
}

const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

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

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function best(times: number, work: () => PromiseLike<unknown>): Promise<number> {
  let least = Infinity;
  for (let count = 0; count < times; count++) least = Math.min(least, await timed(work));
  return least;
}
