import type { RunRecord } from '@daisy-lab/core';
import { noteCacheProblem } from './note-cache-problem.js';
import { RunHistory } from '../store/journal/run-history.js';

/** `daisy runs`: what was run on this machine, the newest first. */
export async function runs(): Promise<number> {
  noteCacheProblem();
  const lines = new RunHistory().list().map(({ record }) => lineOf(record));
  process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'No run is known.\n');
  return 0;
}

function lineOf({ run, algorithm, state, progress, startedMs = 0, elapsedMs, resumable }: RunRecord): string {
  const started = new Date(startedMs).toISOString().slice(0, 16).replace('T', ' ');
  const hint = resumable ? `  daisy run --resume ${run.slice(0, 8)}` : '';
  const part = state === 'done' ? '' : ` at ${Math.round(100 * progress)} %`;
  return `${run.slice(0, 8)}  ${started}  ${algorithm}  ${state}${part}  ${(elapsedMs / 1000).toFixed(1)} s${hint}`;
}
