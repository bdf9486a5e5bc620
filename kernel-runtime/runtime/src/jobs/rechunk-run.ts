import { randomUUID } from 'node:crypto';
import { DaisyError, recordOf, type RunRecord } from '@daisy-lab/core';
import type { RechunkOptions } from '../io/rechunk/rechunk-options.js';
import { rechunk } from '../io/rechunk/rechunk.js';
import { checkWritable } from '../io/partial-file.js';
import type { BackgroundRun } from './background-run.js';

/** A copy of a data file with other chunks, as one of the runs that screens follow. */
export class RechunkRun implements BackgroundRun {
  readonly id: string = randomUUID();
  readonly finished: Promise<RunRecord>;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(record: RunRecord) => void>();
  readonly #startedMs = performance.now();
  #progress = 0;
  #ended: Pick<RunRecord, 'state' | 'outputs' | 'error' | 'elapsedMs'> | null = null;

  /** @throws DaisyError `File` when the copy cannot be written, before anything is read. */
  constructor(from: string, to: string, options: RechunkOptions) {
    checkWritable(to, options.overwrite ?? false);
    this.finished = this.#run(from, to, options);
  }

  record(): RunRecord {
    const elapsedMs = performance.now() - this.#startedMs;
    const left = this.#progress > 0 ? (elapsedMs / this.#progress) * (1 - this.#progress) : null;
    return {
      ...{ run: this.id, algorithm: 'io.rechunk', title: 'Copy with other chunks', step: 'Copy' },
      ...{ state: 'running', progress: this.#progress, elapsedMs, remainingMs: left, outputs: {}, error: null },
      ...(this.#ended && { ...this.#ended, remainingMs: this.#ended.state === 'done' ? 0 : null }),
    };
  }

  cancel(): void {
    this.#abort.abort();
  }

  onChange(listener: (record: RunRecord) => void): void {
    this.#listeners.add(listener);
  }

  async #run(from: string, to: string, options: RechunkOptions): Promise<RunRecord> {
    const { signal } = this.#abort;
    const onProgress = (fraction: number): void => {
      this.#progress = fraction;
      this.#changed();
    };
    try {
      const { path } = await rechunk(from, to, { ...options, signal, onProgress });
      this.#end({ state: 'done', outputs: { file: path }, error: null });
    } catch (thrown) {
      const error = recordOf(signal.aborted ? DaisyError.cancelled('The copy') : thrown);
      this.#end({ state: error.tag === 'Cancelled' ? 'cancelled' : 'failed', outputs: {}, error });
    }
    return this.record();
  }

  #end(ended: Pick<RunRecord, 'state' | 'outputs' | 'error'>): void {
    this.#ended = { ...ended, elapsedMs: performance.now() - this.#startedMs };
    this.#changed();
  }

  #changed(): void {
    const record = this.record();
    for (const listener of this.#listeners) listener(record);
  }
}
