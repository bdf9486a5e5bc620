import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BatchRow, BatchWrite } from '@daisy-lab/core';
import { cacheFolder } from '../../machine/cache-folder.js';
import { isAlive, ownToken, type ProcessToken } from '../../machine/process-token.js';
import { journalFiles, nextJournal } from '../../store/journal/journal-folder.js';

/** What a batch was asked for, so that it can go on after its kernel has ended. */
export interface JournaledOrder {
  /** Absolute path of the document. */
  readonly path: string;
  readonly text: string;
  readonly input: string;
  readonly files: readonly string[];
  readonly write?: BatchWrite;
  readonly startedMs: number;
}

/** A batch as its journal tells it. */
export interface JournaledBatch {
  readonly batch: string;
  readonly order: JournaledOrder;
  /** Those that have ended, by their place. */
  readonly rows: ReadonlyMap<number, BatchRow>;
  readonly state: 'done' | 'cancelled' | 'interrupted';
  readonly journal: BatchJournal;
}

type Line =
  | ({ readonly v: 1; readonly kind: 'order' } & JournaledOrder)
  /** Somebody works on it from here on. */
  | { readonly kind: 'work'; readonly process: ProcessToken }
  | { readonly kind: 'row'; readonly at: number; readonly row: BatchRow }
  | { readonly kind: 'end'; readonly state: 'done' | 'cancelled' };

const batchFolder = (): string => join(cacheFolder(), 'batches');

/** The journal of one batch: a file to which lines are added. A folder that takes none does not disturb the batch. */
export class BatchJournal {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static begin(batch: string, order: JournaledOrder): BatchJournal {
    const journal = new BatchJournal(nextJournal(batchFolder(), batch));
    journal.#add({ v: 1, kind: 'order', ...order });
    return journal;
  }

  /** The newest batch of a document that no process works on; null when there is none. */
  static newest(path: string): JournaledBatch | null {
    for (const { path: file, run } of journalFiles(batchFolder())) {
      const found = read(file);
      if (found?.order.path !== path) continue;
      return found.state === 'running'
        ? null
        : { ...found, state: found.state, batch: run, journal: new BatchJournal(file) };
    }
    return null;
  }

  work(): void {
    this.#add({ kind: 'work', process: ownToken() });
  }

  row(at: number, row: BatchRow): void {
    this.#add({ kind: 'row', at, row });
  }

  end(state: 'done' | 'cancelled'): void {
    this.#add({ kind: 'end', state });
  }

  #add(line: Line): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    } catch {
      // without a journal the batch is forgotten with its process
    }
  }
}

type Read = Pick<JournaledBatch, 'order' | 'rows'> & { readonly state: JournaledBatch['state'] | 'running' };

function read(file: string): Read | null {
  let order: JournaledOrder | undefined;
  let state: Read['state'] = 'interrupted';
  const rows = new Map<number, BatchRow>();
  for (const line of linesOf(file)) {
    if (line.kind === 'order') order = line;
    if (line.kind === 'row') rows.set(line.at, line.row);
    if (line.kind === 'work') state = isAlive(line.process) === false ? 'interrupted' : 'running';
    if (line.kind === 'end') state = line.state;
  }
  return order?.files ? { order, rows, state } : null;
}

/** A torn end is passed over. */
function linesOf(file: string): readonly Line[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1).flatMap(parsed);
  } catch {
    return [];
  }
}

function parsed(text: string): readonly Line[] {
  try {
    const line = JSON.parse(text) as Line | null;
    return typeof line === 'object' && line !== null ? [line] : [];
  } catch {
    return [];
  }
}
