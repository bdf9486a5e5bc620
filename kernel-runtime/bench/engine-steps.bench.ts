import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { algorithm, Engine, FolderResults, p, port, workflow, type AnyAlgorithm } from '@daisy-lab/runtime';
import type { BenchContext, Benchmark } from './bench.js';
import { best, timed } from './timing.js';

/** What an engine costs beside the work: steps, plans, cached reruns. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'steps',
  async run(context) {
    await measureSteps(context);
    await measureCached(context);
  },
};
export default benchmark;

const number = port.number();

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
