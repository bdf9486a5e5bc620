import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { recordOf, type BatchRecord, type BatchRow } from '@daisy-lab/core';
import type { BatchJournal, JournaledBatch } from './batch-journal.js';
import type { PlannedItem } from './plan-batch.js';

/** The work on one file. */
export interface ItemRun {
  /** Settles when it is over; never rejects. */
  readonly finished: Promise<unknown>;
  /** What is known of it at this moment. */
  row(): Omit<BatchRow, 'file'>;
  cancel(): unknown;
}

export interface BatchOptions {
  readonly batch: string;
  readonly input: string;
  readonly items: readonly PlannedItem[];
  /** Null: it is forgotten with its process. */
  readonly journal: BatchJournal | null;
  /** Of a batch that goes on. */
  readonly before?: Pick<JournaledBatch, 'rows' | 'state'>;
  /** Begins the work on one file; the folders for what it writes are there. */
  start(item: PlannedItem): ItemRun;
}

interface Row {
  readonly item: PlannedItem;
  run?: ItemRun;
  /** What became of it, when it is not at work. */
  ended?: Omit<BatchRow, 'file'>;
}

const still = { progress: 0, milliseconds: 0, outputs: {} } as const;

/** One document over many files, one after the other. A file that fails does not stop the others. */
export class Batch {
  readonly id: string;
  readonly #options: BatchOptions;
  readonly #rows: readonly Row[];
  #state: BatchRecord['state'];
  #working: Promise<void> = Promise.resolve();

  constructor(options: BatchOptions) {
    const { batch, items, before } = options;
    this.id = batch;
    this.#options = options;
    this.#state = before?.state ?? 'running';
    this.#rows = items.map((item, at) => ({ item, ...endedBefore(item, before?.rows.get(at)) }));
    if (!before) this.#begin();
  }

  /** The work on one of its files. */
  find(isIt: (run: ItemRun) => boolean): ItemRun | undefined {
    return this.#rows.find(({ run }) => run && isIt(run))?.run;
  }

  /** Settles when it is over. */
  get finished(): Promise<void> {
    return this.#working;
  }

  record(): BatchRecord {
    const { input } = this.#options;
    return { batch: this.id, input, state: this.#state, rows: this.#rows.map(row => this.#rowOf(row)) };
  }

  async cancel(): Promise<BatchRecord> {
    if (this.#state === 'running') this.#state = 'cancelled';
    await Promise.all(this.#rows.map(({ run, ended }) => (ended ? undefined : run?.cancel())));
    await this.#working;
    return this.record();
  }

  /** Works on all that is not done. Does nothing while it is at work. */
  async resume(): Promise<BatchRecord> {
    if (this.#state === 'running') return this.record();
    this.#state = 'running';
    await this.#working;
    for (const row of this.#rows) {
      if (isDone(row)) continue;
      delete row.ended;
      delete row.run;
    }
    this.#begin();
    return this.record();
  }

  #begin(): void {
    this.#options.journal?.work();
    this.#working = this.#work();
  }

  async #work(): Promise<void> {
    const { journal } = this.#options;
    for (const [at, row] of this.#rows.entries()) {
      if (this.#state !== 'running') break;
      if (row.ended) continue;
      await this.#workOn(row);
      journal?.row(at, forJournal(this.#rowOf(row)));
    }
    if (this.#state === 'running') this.#state = 'done';
    journal?.end(this.#state === 'cancelled' ? 'cancelled' : 'done');
  }

  async #workOn(row: Row): Promise<void> {
    const { item } = row;
    if (item.state === 'there') return void (row.ended = { ...still, state: 'skipped', written: item.writes });
    try {
      for (const path of Object.values(item.writes)) mkdirSync(dirname(path), { recursive: true });
      row.run = this.#options.start(item);
      await row.run.finished;
      row.ended = row.run.row();
    } catch (thrown) {
      row.ended = { ...still, state: 'failed', error: recordOf(thrown) };
    }
  }

  #rowOf({ item: { file }, run, ended }: Row): BatchRow {
    const waiting =
      this.#state === 'cancelled' ? 'cancelled' : this.#state === 'interrupted' ? 'interrupted' : 'queued';
    return { file, ...(ended ?? run?.row() ?? { ...still, state: waiting }) };
  }
}

const isDone = ({ ended }: Row): boolean => ended?.state === 'done' || ended?.state === 'skipped';

/** What is known from the journal; a file that was removed since is made again. */
function endedBefore(item: PlannedItem, row: BatchRow | undefined): Pick<Row, 'ended'> {
  if (!row || (row.state === 'done' && Object.values(item.writes).some(path => !existsSync(path)))) return {};
  return { ended: row };
}

/** Runs and their pictures go with their kernel. */
const forJournal = ({ run: _run, preview: _preview, ...row }: BatchRow): BatchRow => row;
