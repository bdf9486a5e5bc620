import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import {
  DaisyError,
  documentEdits,
  type BatchPlanRow,
  type BatchRecord,
  type BatchRow,
  type Engine,
  type MethodParams,
  type Services,
} from '@daisy-lab/core';
import { documentFrom } from '../../documents/open-document.js';
import { mapRecord } from '../../engine/map-record.js';
import { Batch, type BatchOptions } from '../../jobs/batch/batch.js';
import { BatchJournal, type JournaledBatch, type JournaledOrder } from '../../jobs/batch/batch-journal.js';
import { saveBatchTable, tablePath } from '../../jobs/batch/batch-table.js';
import { existingFiles } from '../../jobs/batch/existing-files.js';
import { nameFrom } from '../../jobs/batch/output-names.js';
import { planBatch, type PlannedItem } from '../../jobs/batch/plan-batch.js';
import { FileRun } from '../../jobs/file-run.js';
import type { Emit } from '../emit.js';
import type { RunServices } from '../run-services.js';
import { FollowedRun, type Followable } from './followed-run.js';

/** Batches that are remembered after their end. */
const batchesKept = 5;

interface Runs {
  /** Starts a document without writing files. */
  start(path: string, text: string): FollowedRun;
  readonly list: RunServices['list'];
}

interface Known {
  readonly batch: Batch;
  readonly order: JournaledOrder;
}

/** One document over many files: what it would write, its rows, and how it goes on after a cancel or the end of a kernel. */
export class Batches {
  readonly services: Services;
  readonly #engine: Engine;
  readonly #emit: Emit;
  readonly #cwd: string;
  readonly #start: Runs['start'];
  readonly #list: Runs['list'];
  readonly #known = new Map<string, Known>();

  constructor(engine: Engine, emit: Emit, cwd: string, { start, list }: Runs) {
    this.#engine = engine;
    this.#emit = emit;
    this.#cwd = cwd;
    this.#start = start;
    this.#list = list;
    this.services = {
      'graph.batchPlan': async asked => ({
        result: { rows: this.#plan(this.#order(asked)).map(row => this.#planned(row)) },
      }),
      'graph.batch': async asked => ({ result: this.#begin(this.#order(asked)) }),
      'graph.batchStatus': async ({ batch }) => ({ result: this.#shown(this.#find(batch).batch.record()) }),
      'graph.batchCancel': async ({ batch }) => ({ result: this.#shown(await this.#find(batch).batch.cancel()) }),
      'graph.batchResume': async ({ batch }) => ({ result: this.#shown(await this.#find(batch).batch.resume()) }),
      'graph.batchTable': async ({ batch: id }) => {
        const { batch, order } = this.#find(id);
        const record = batch.record();
        return {
          result: { file: this.#fromHere(saveBatchTable(tablePath(order.path, order.startedMs, record), record)) },
        };
      },
    };
  }

  /** The newest one of a document, also of a kernel that is no more. */
  newestOf(path: string): string | null {
    const own = [...this.#known.values()].findLast(({ order }) => order.path === resolve(this.#cwd, path));
    if (own) return own.batch.id;
    const found = BatchJournal.newest(resolve(this.#cwd, path));
    return found ? this.#takeUp(found) : null;
  }

  findRun(id: string): FollowedRun | undefined {
    const isIt = (run: unknown): boolean => (run as FollowedRun).record().run === id;
    const found = [...this.#known.values()].map(({ batch }) => batch.find(isIt)).find(run => run !== undefined);
    return found as FollowedRun | undefined;
  }

  close(): void {
    for (const { batch } of this.#known.values()) void batch.cancel();
  }

  #order({ path, text, input, files, write }: MethodParams<'graph.batch'>): JournaledOrder {
    const order = { path: resolve(this.#cwd, path), text, input, files, startedMs: Date.now() };
    if (!write) return order;
    return { ...order, write: { pattern: String(write.pattern), existing: existingFiles(write.existing) } };
  }

  #plan({ path, text, input, files, write }: JournaledOrder): readonly PlannedItem[] {
    const { workflow } = documentFrom(text, path);
    return planBatch({ algorithm: workflow, input, files, write, folder: dirname(path) });
  }

  #begin(order: JournaledOrder): BatchRecord {
    const items = this.#plan(order);
    const refused = items.find(({ problem }) => problem !== undefined);
    if (refused) throw refused.problem!;
    const id = randomUUID();
    const batch = this.#make(order, { batch: id, items, journal: BatchJournal.begin(id, order) });
    return this.#shown(batch.record());
  }

  #takeUp({ order, batch, journal, rows, state }: JournaledBatch): string | null {
    try {
      // What is there already is known from the rows.
      const write = order.write && { ...order.write, existing: 'replace' as const };
      const items = this.#plan({ ...order, ...(write ? { write } : {}) });
      return this.#make(order, { batch, items, journal, before: { rows, state } }).id;
    } catch {
      return null; // an algorithm that it used is not installed any more
    }
  }

  #make(order: JournaledOrder, options: Omit<BatchOptions, 'input' | 'start'>): Batch {
    const { path, text, input, write } = order;
    const start = (item: PlannedItem): FollowedRun => {
      const edited = documentEdits.setValue(text, 'inputs', input, item.file).text;
      if (Object.keys(item.writes).length === 0) return this.#start(path, edited);
      return this.#startWriting(path, edited, item, write?.existing !== 'refuse');
    };
    const batch = new Batch({ ...options, input, start });
    this.#known.set(batch.id, { batch, order });
    for (const id of [...this.#known.keys()].slice(0, -batchesKept)) this.#known.delete(id);
    return batch;
  }

  #startWriting(path: string, text: string, { writes }: PlannedItem, overwrite: boolean): FollowedRun {
    const { workflow } = documentFrom(text, path);
    const followed = new FollowedRun(path, text, false);
    let outputs: Readonly<Record<string, unknown>> = {};
    const run = new FileRun(this.#engine, {
      ...{ algorithm: workflow, inputs: {}, params: {}, outputs: writes, overwrite, cwd: dirname(path) },
      watch: followed.watch,
      onOutputs: given => (outputs = given),
    });
    const followable: Followable = {
      id: run.id,
      record: () => run.record(),
      cancel: () => run.cancel(),
      [Symbol.asyncIterator]: () => run.events(),
      then: async (onDone, onFailed) => ((await run.finished).state === 'done' ? onDone(outputs) : onFailed()),
    };
    followed.follow(followable, this.#emit);
    this.#list(followed);
    return followed;
  }

  #find(id: string): Known {
    const found = this.#known.get(id);
    if (found) return found;
    throw new DaisyError('Input', {
      message: 'This batch is not known here.',
      action: 'Run it again: existing files can be kept.',
      batch: id,
    });
  }

  #planned({ file, writes, state, problem }: PlannedItem): BatchPlanRow {
    const row = { file, writes: mapRecord(writes, path => this.#fromHere(path)), state };
    return problem ? { ...row, problem: problem.toRecord() } : row;
  }

  #shown(record: BatchRecord): BatchRecord {
    const rowOf = ({ written, ...row }: BatchRow): BatchRow =>
      written ? { ...row, written: mapRecord(written, path => this.#fromHere(path)) } : row;
    return { ...record, rows: record.rows.map(rowOf) };
  }

  /** As the kernel names files: from its folder, when they lie in it. */
  #fromHere(path: string): string {
    return nameFrom(this.#cwd, path);
  }
}
