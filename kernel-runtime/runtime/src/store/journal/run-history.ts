import { readFileSync, statSync } from 'node:fs';
import { DaisyError, type RunRecord, type RunState } from '@daisy-lab/core';
import { isAlive } from '../../machine/process-token.js';
import { journalFiles, journalFolder, type JournalFile } from './journal-folder.js';
import type { EndLine, EventLine, JournalLine, StartLine } from './lines.js';
import { factsOf } from './start-line.js';

/** A run of another machine that has written nothing for so long is taken for interrupted. */
const silentMs = 3600e3;

/** A run as its journal tells it. */
export interface JournaledRun {
  readonly start: StartLine;
  readonly record: RunRecord;
  /** The newest event of every step. */
  readonly steps: readonly EventLine[];
}

interface Known {
  readonly stamp: string;
  readonly run: JournaledRun | null;
}

/** The runs of all kernels and commands that share the cache folder. Journals are read again only when they have changed. */
export class RunHistory {
  readonly #known = new Map<string, Known>();

  constructor(readonly folder: string = journalFolder()) {}

  /** The newest first. */
  list(): readonly JournaledRun[] {
    const files = journalFiles(this.folder);
    const there = new Set(files.map(({ path }) => path));
    for (const path of this.#known.keys()) if (!there.has(path)) this.#known.delete(path);
    const runs = files.map(file => this.#read(file)).filter(run => run !== null);
    const resumed = new Set(runs.flatMap(({ start }) => start.resumes ?? []));
    return runs.map(run => (resumed.has(run.record.run) ? withoutResume(run) : run));
  }

  /**
   * The run whose id begins so.
   * @throws DaisyError `Input` when there is none, or more than one
   */
  find(beginning: string): JournaledRun {
    const found = this.list().filter(({ record }) => record.run.startsWith(beginning));
    const exact = found.find(({ record }) => record.run === beginning) ?? found[0];
    if (exact && (found.length === 1 || exact.record.run === beginning)) return exact;
    throw new DaisyError('Input', {
      message: found.length === 0 ? `There is no run ${beginning}.` : `${found.length} runs begin with ${beginning}.`,
      action:
        found.length === 0 ? 'It may be so old that it was forgotten; see daisy runs.' : 'Give more letters of it.',
      run: beginning,
    });
  }

  #read({ path, run }: JournalFile): JournaledRun | null {
    try {
      const { size, mtimeMs } = statSync(path);
      const stamp = `${size} ${mtimeMs}`;
      const known = this.#known.get(path);
      // What still runs may have died since.
      if (known?.stamp === stamp && known.run?.record.state !== 'running') return known.run;
      const read = journaledRun(readFileSync(path, 'utf8'), mtimeMs);
      const own = read?.record.run === run ? read : null;
      this.#known.set(path, { stamp, run: own });
      return own;
    } catch {
      return null;
    }
  }
}

/** A journal's text as a run; null when not even its first line is there. A torn end and damaged lines are passed over. */
export function journaledRun(text: string, changedMs: number): JournaledRun | null {
  const lines = text.split('\n').slice(0, -1).flatMap(parsed);
  const start = lines.find((line): line is StartLine => line.kind === 'start');
  if (!start || start.v !== 1) return null;
  const events = lines.filter((line): line is EventLine => line.kind === 'event');
  const steps = new Map(events.map(event => [event.node, event]));
  const end = lines.find((line): line is EndLine => line.kind === 'end');
  const last = events.at(-1);
  const state = end?.state ?? openState(start, changedMs);
  const canResume = start.request !== null && (state === 'interrupted' || state === 'cancelled' || state === 'failed');
  const record: RunRecord = {
    run: start.run,
    algorithm: start.algorithm,
    title: start.title,
    state,
    progress: state === 'done' ? 1 : (last?.total ?? 0),
    step: events.filter(event => event.state === 'running').at(-1)?.title ?? '',
    elapsedMs: end?.ms ?? last?.ms ?? 0,
    remainingMs: state === 'done' ? 0 : null,
    outputs: end?.outputs ?? {},
    error: end?.error ?? null,
    startedMs: start.startedMs,
    resumable: canResume,
    ...(start.resumes === undefined ? {} : { resumes: start.resumes }),
  };
  return { start, record, steps: [...steps.values()] };
}

/** Input files that are not any more what they were when the run began. */
export function changedFiles({ start }: JournaledRun): readonly string[] {
  return Object.entries(start.files).flatMap(([name, { path, bytes, changedMs }]) => {
    const now = factsOf(name, path)[0]?.[1];
    return now?.bytes === bytes && now.changedMs === changedMs ? [] : [path];
  });
}

function openState({ process }: StartLine, changedMs: number): RunState {
  const alive = isAlive(process) ?? Date.now() - changedMs < silentMs;
  return alive ? 'running' : 'interrupted';
}

const withoutResume = (run: JournaledRun): JournaledRun => ({ ...run, record: { ...run.record, resumable: false } });

function parsed(line: string): readonly JournalLine[] {
  try {
    const value = JSON.parse(line) as JournalLine;
    return typeof value === 'object' && value !== null && 'kind' in value ? [value] : [];
  } catch {
    return [];
  }
}
