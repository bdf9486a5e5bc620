import { randomUUID } from 'node:crypto';
import { documentEdits, recordOf, type BatchRecord, type BatchRow, type ErrorRecord } from '@daisy-lab/core';
import type { FollowedRun } from './followed-run.js';

/** What a batch is made of. */
export interface BatchOrder {
  readonly path: string;
  readonly text: string;
  readonly input: string;
  readonly files: readonly string[];
  /** Starts the document with a text of its own. */
  start(text: string): FollowedRun;
}

interface Row {
  readonly file: string;
  run?: FollowedRun;
  /** Why it could not even be started. */
  error?: ErrorRecord;
}

/** One document over many files, one after the other. A file that fails does not stop the others. */
export class Batch {
  readonly id = randomUUID();
  readonly #order: BatchOrder;
  readonly #rows: readonly Row[];
  #state: BatchRecord['state'] = 'running';

  constructor(order: BatchOrder) {
    this.#order = order;
    this.#rows = order.files.map(file => ({ file }));
    void this.#work();
  }

  get path(): string {
    return this.#order.path;
  }

  /** The run of one of its files. */
  find(run: string): FollowedRun | undefined {
    return this.#rows.find(row => row.run?.record().run === run)?.run;
  }

  record(): BatchRecord {
    return {
      batch: this.id,
      input: this.#order.input,
      state: this.#state,
      rows: this.#rows.map(row => this.#rowOf(row)),
    };
  }

  async cancel(): Promise<BatchRecord> {
    if (this.#state === 'running') this.#state = 'cancelled';
    await Promise.all(this.#rows.map(({ run }) => run?.cancel()));
    return this.record();
  }

  async #work(): Promise<void> {
    const { text, input, start } = this.#order;
    for (const row of this.#rows) {
      if (this.#state !== 'running') break;
      try {
        const edited = documentEdits.setValue(text, 'inputs', input, row.file);
        row.run = start(edited.text);
        await row.run.finished;
      } catch (thrown) {
        row.error = recordOf(thrown);
      }
    }
    if (this.#state === 'running') this.#state = 'done';
  }

  #rowOf({ file, run, error }: Row): BatchRow {
    if (!run) {
      const state = error ? 'failed' : this.#state === 'cancelled' ? 'cancelled' : 'queued';
      return { file, state, progress: 0, milliseconds: 0, outputs: {}, ...(error ? { error } : {}) };
    }
    const { record, nodes, outputs } = run.status();
    const shown = Object.entries(nodes).filter(([, node]) => node.preview !== undefined);
    const preview = (shown.findLast(([, node]) => node.preview === 'image') ?? shown.at(-1))?.[0];
    return {
      ...{
        file,
        state: record.state,
        run: record.run,
        progress: record.progress,
        milliseconds: record.elapsedMs,
        outputs,
      },
      ...(preview === undefined ? {} : { preview }),
      ...(record.error ? { error: record.error } : {}),
    };
  }
}
