import { resolve } from 'node:path';
import type { AnyAlgorithm, CtRecipe, Engine, RunRecord, Services } from '@daisy-lab/core';
import type { FileRunRequest } from '../../jobs/file-run.js';
import { preflight } from './preflight.js';
import { RunQueue } from './run-queue.js';
import { recipeAlgorithm } from './recipe-algorithm.js';
import type { Sessions } from './sessions.js';

/** How a run of files is started so that `run.status` and `run.cancel` know it. */
export interface StartRun {
  start(request: FileRunRequest): RunRecord;
  readonly services: Services;
}

/** Whole scans: what a run would need, runs, and the queue. */
export function runServicesOf(sessions: Sessions, engine: Engine, cwd: string, runs: StartRun): Services {
  const start = (recipe: CtRecipe, out: string, overwrite: boolean): RunRecord =>
    runs.start(requestOf(recipe, out, overwrite, cwd));
  const statusOf = async (run: string, signal: AbortSignal): Promise<RunRecord> =>
    (await runs.services['run.status']!({ run }, { signal })).result;
  const queue = new RunQueue(start, statusOf);
  return {
    'ct.preflight': async ({ scan, recipe, out }, { signal }) => {
      const session = sessions.get(scan);
      const plan = engine.plan(recipeAlgorithm(recipe), { scan: session.opened.scan } as never, {
        params: paramsOf(recipe) as never,
      });
      return { result: await preflight(session, recipe, resolve(cwd, out), plan, signal) };
    },
    'ct.start': async ({ recipe, out, overwrite = false }) => ({ result: start(recipe, out, overwrite) }),
    'ct.enqueue': async ({ jobs }) => {
      for (const { job, recipe, out, overwrite = false } of jobs) {
        if (job === undefined) queue.add(recipe, out, overwrite);
        else queue.change(job, recipe, out, overwrite);
      }
      return { result: { jobs: await queue.list() } };
    },
    'ct.queue': async () => ({ result: { jobs: await queue.list() } }),
    'ct.dequeue': async ({ job }, call) => {
      const run = queue.remove(job);
      if (run !== null) await runs.services['run.cancel']!({ run }, call);
      return { result: { jobs: await queue.list() } };
    },
  };
}

const paramsOf = ({ axisPx, params }: CtRecipe): Readonly<Record<string, unknown>> => ({
  ...params,
  ...(axisPx === null ? {} : { axisPx }),
});

function requestOf(recipe: CtRecipe, out: string, overwrite: boolean, cwd: string): FileRunRequest {
  const algorithm: AnyAlgorithm = recipeAlgorithm(recipe);
  return {
    algorithm,
    inputs: { scan: recipe.path },
    params: paramsOf(recipe),
    outputs: { volume: out },
    overwrite,
    cwd,
  };
}
