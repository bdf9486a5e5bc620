import { DaisyError, type Engine, type RunRecord, type Services } from '@daisy-lab/core';
import { FileRun } from '../jobs/file-run.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import type { Emit } from './emit.js';

/** Least time between two events about the progress of one run. */
const emitMs = 100;

/** Runs that are remembered after their end. */
const runsKept = 100;

/** Analyses in the background, from files to files. */
export function runServices(engine: Engine, emit: Emit, cwd: string): { services: Services; close(): Promise<void> } {
  const runs = new Map<string, FileRun>();
  const run = (id: string): FileRun => {
    const found = runs.get(id);
    if (found) return found;
    throw new DaisyError('Input', {
      message: 'This run is not known here.',
      action: 'It ended with the kernel that ran it.',
      run: id,
    });
  };
  const services: Services = {
    'run.start': async ({ algorithm, inputs, params, outputs, overwrite = false }) => {
      const request = { algorithm: findAlgorithm(algorithm), inputs, params, outputs, overwrite, cwd };
      const started = new FileRun(engine, request);
      runs.set(started.id, started);
      forgetOldest(runs);
      started.onChange(throttled(emit));
      return { result: started.record() };
    },
    'run.list': async () => ({ result: { runs: [...runs.values()].map(known => known.record()) } }),
    'run.status': async params => ({ result: run(params.run).record() }),
    'run.cancel': async params => {
      const cancelled = run(params.run);
      cancelled.cancel();
      return { result: await cancelled.finished };
    },
  };
  const close = async (): Promise<void> => {
    for (const known of runs.values()) known.cancel();
    await Promise.all([...runs.values()].map(known => known.finished));
  };
  return { services, close };
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

function forgetOldest(runs: Map<string, FileRun>): void {
  for (const [id, known] of runs) {
    if (runs.size <= runsKept) return;
    if (!['queued', 'running'].includes(known.record().state)) runs.delete(id);
  }
}
