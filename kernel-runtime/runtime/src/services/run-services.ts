import { DaisyError, type Engine, type RunRecord, type Services } from '@daisy-lab/core';
import type { BackgroundRun } from '../jobs/background-run.js';
import { FileRun, type FileRunRequest } from '../jobs/file-run.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { resumeRequest } from '../jobs/resume-run.js';
import { RunHistory } from '../store/journal/run-history.js';
import type { Emit } from './emit.js';

/** Least time between two events about the progress of one run. */
const emitMs = 100;

/** Runs that are remembered after their end. */
const runsKept = 100;

/** What the list of runs has to know of one. */
export type ListedRun = Pick<BackgroundRun, 'id' | 'record' | 'cancel'> & { readonly finished: Promise<unknown> };

export interface RunServices {
  readonly services: Services;
  /** Starts a run that `run.status` and `run.cancel` know. */
  start(request: FileRunRequest): RunRecord;
  /** Makes other work known to them. */
  follow(run: BackgroundRun): RunRecord;
  /** Lists work that tells of itself as long as it goes on. */
  list(run: ListedRun): void;
  close(): Promise<void>;
}

/** Analyses in the background, from files to files. */
export function runServices(engine: Engine, emit: Emit, cwd: string): RunServices {
  const runs = new Map<string, ListedRun>();
  const run = (id: string): ListedRun => {
    const found = runs.get(id);
    if (found) return found;
    throw new DaisyError('Input', {
      message: 'This run is not known here.',
      action: 'It ended with the kernel that ran it.',
      run: id,
    });
  };
  const history = new RunHistory();
  const follow = (started: BackgroundRun): RunRecord => {
    runs.set(started.id, started);
    forgetOldest(runs);
    started.onChange(throttled(emit));
    return started.record();
  };
  const list = (listed: ListedRun): void => {
    runs.set(listed.id, listed);
    void listed.finished.then(() => runs.delete(listed.id));
  };
  const start = (request: FileRunRequest): RunRecord => follow(new FileRun(engine, request));
  const services: Services = {
    'run.start': async ({ algorithm, inputs, params, outputs, overwrite = false }) => ({
      result: start({ algorithm: findAlgorithm(algorithm, cwd), inputs, params, outputs, overwrite, cwd }),
    }),
    'run.resume': async params => ({ result: start(resumeRequest(history.find(params.run))) }),
    'run.list': async params => {
      const own = [...runs.values()].map(known => known.record());
      if (params.history !== true) return { result: { runs: own } };
      const all = history.list().map(({ record }) => ({ ...record, ...runs.get(record.run)?.record() }));
      return { result: { runs: all } };
    },
    'run.status': async params => {
      const known = runs.get(params.run);
      return { result: known ? known.record() : history.find(params.run).record };
    },
    'run.cancel': async params => {
      const cancelled = run(params.run);
      cancelled.cancel();
      await cancelled.finished;
      return { result: cancelled.record() };
    },
  };
  const close = async (): Promise<void> => {
    for (const known of runs.values()) known.cancel();
    await Promise.all([...runs.values()].map(known => known.finished));
  };
  return { services, start, follow, list, close };
}

/** Tells progress at most every 100 ms, and every change of state at once. */
function throttled(emit: Emit): (record: RunRecord) => void {
  let lastMs = -Infinity;
  let lastState: string | undefined;
  return record => {
    const now = performance.now();
    if (record.state === lastState && now - lastMs < emitMs) return;
    lastMs = now;
    lastState = record.state;
    emit('run', record.run, record);
  };
}

function forgetOldest(runs: Map<string, ListedRun>): void {
  for (const [id, known] of runs) {
    if (runs.size <= runsKept) return;
    if (!['queued', 'running'].includes(known.record().state)) runs.delete(id);
  }
}
