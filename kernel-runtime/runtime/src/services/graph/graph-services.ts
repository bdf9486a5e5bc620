import { resolve } from 'node:path';
import { DaisyError, describe, type Engine, type MethodParams, type Services } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { documentFrom } from '../../documents/open-document.js';
import type { Emit } from '../emit.js';
import type { Viewers } from '../viewer/viewers.js';
import type { RunServices } from '../run-services.js';
import { Batches } from './batch-services.js';
import { FollowedRun } from './followed-run.js';
import { showResult } from './show-result.js';

/** Runs that are remembered after their end. */
const runsKept = 20;

type Part = Pick<MethodParams<'graph.start'>, 'from' | 'to' | 'only'>;

/** Runs of documents that a canvas shows: every step with its state, time, error and picture. */
export function graphServices(
  engine: Engine,
  viewers: Viewers,
  emit: Emit,
  cwd: string,
  list: RunServices['list'],
): { services: Services; close(): void } {
  const runs = new Map<string, FollowedRun>();
  const findRun = (id: string): FollowedRun => runs.get(id) ?? batches.findRun(id) ?? unknown(id);
  const start = (path: string, text: string, part: Part, keepsOutputs: boolean): FollowedRun => {
    const { workflow, inputs, params, use } = documentFrom(text, resolve(cwd, path));
    const given = Object.fromEntries(Object.entries(part).filter(([, step]) => step !== undefined));
    const followed = new FollowedRun(path, text, keepsOutputs);
    followed.follow(engine.run(workflow, inputs as never, { params, use, watch: followed.watch, ...given }), emit);
    list(followed);
    return followed;
  };
  const plan = ({ path, text }: { path: string; text: string }): ReturnType<Engine['plan']> => {
    const { workflow, inputs, params, use } = documentFrom(text, resolve(cwd, path));
    return engine.plan(workflow, inputs as never, { params, use });
  };
  const batches = new Batches(engine, emit, cwd, {
    start: (path, text) => start(path, text, {}, false),
    list,
  });
  const services: Services = {
    ...batches.services,
    'graph.palette': async () => ({ result: { contracts: catalogue.map(describe) } }),
    'graph.plan': async asked => ({ result: await plan(asked) }),
    'graph.start': async ({ path, text, from, to, only }) => {
      const started = start(path, text, { from, to, only } as Part, true);
      runs.set(started.record().run, started);
      forgetOldest(runs, runsKept);
      return { result: started.record() };
    },
    'graph.status': async ({ run }) => ({ result: findRun(run).status() }),
    'graph.cancel': async ({ run }) => ({ result: await findRun(run).cancel() }),
    'graph.runs': async ({ path }) => {
      const own = [...runs.values()].filter(run => run.path === path).reverse();
      return { result: { runs: own.map(run => run.graphRun()), batch: batches.newestOf(path) } };
    },
    'graph.preview': async ({ run, node }) => {
      const preview = findRun(run).preview(node);
      if (!preview) throw new DaisyError('Input', { message: `There is no picture of step "${node}".`, run });
      const { kind, port, limits, shape, data } = preview;
      return { result: { kind, port, limits }, arrays: { data: { dtype: 'float32', shape, data } } };
    },
    'graph.show': async asked => showResult(asked, findRun(asked.run), viewers, async () => (await plan(asked)).steps),
  };
  const close = (): void => {
    for (const run of runs.values()) void run.cancel();
    batches.close();
  };
  return { services, close };
}

function unknown(run: string): never {
  throw new DaisyError('Input', { message: 'This run is not known here.', action: 'Run the workflow again.', run });
}

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  for (const id of [...kept.keys()].slice(0, Math.max(0, kept.size - most))) kept.delete(id);
}
