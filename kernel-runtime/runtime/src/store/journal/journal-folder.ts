import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../machine/cache-folder.js';

/** Runs that are remembered; the oldest go. */
const mostRuns = 200;

/** A journal's place in the history and the run that it is about, from its name `<number>-<run>.jsonl`. */
export interface JournalFile {
  readonly path: string;
  readonly number: number;
  readonly run: string;
}

export const journalFolder = (): string => join(cacheFolder(), 'runs');

/** All journals, the newest first: by number, because clocks may go back. */
export function journalFiles(folder: string = journalFolder()): readonly JournalFile[] {
  const files = namesIn(folder).flatMap(name => {
    const [, number, run] = /^(\d{6,})-([\w-]+)\.jsonl$/.exec(name) ?? [];
    return run === undefined ? [] : [{ path: join(folder, name), number: Number(number), run }];
  });
  return files.sort((a, b) => b.number - a.number || (a.run < b.run ? -1 : 1));
}

/** Path for the journal of a new run; the oldest journals make room for it. */
export function nextJournal(folder: string, run: string): string {
  const files = journalFiles(folder);
  for (const { path } of files.slice(mostRuns - 1)) rmSync(path, { force: true });
  const number = (files[0]?.number ?? 0) + 1;
  return join(folder, `${String(number).padStart(6, '0')}-${run}.jsonl`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
