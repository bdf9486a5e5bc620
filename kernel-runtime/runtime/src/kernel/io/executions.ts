import type { CellOutcome } from '../engine/engine.js';
import type { Message } from '../wire/codec.js';
import type { IopubPublisher } from './publisher.js';

/** Runs a cell on the main thread. */
export type RunCell = (cell: {
  readonly cell: string;
  readonly code: string;
  readonly count: number;
  readonly key: string | undefined;
}) => Promise<CellOutcome>;

export interface HistoryEntry {
  readonly count: number;
  readonly code: string;
}

/** The one queue of the kernel: cells run one at a time, and an error aborts those that wait. */
export class Executions {
  readonly history: HistoryEntry[] = [];
  readonly #publisher: IopubPublisher;
  readonly #run: RunCell;
  #tail: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #aborting = 0;
  #count = 0;
  #running: string | undefined;

  constructor(publisher: IopubPublisher, run: RunCell) {
    this.#publisher = publisher;
    this.#run = run;
  }

  /** Id of the execute request at work. */
  get running(): string | undefined {
    return this.#running;
  }

  /** Calls `handle` when the cells before it are done. */
  enqueue(handle: () => Promise<void>): void {
    this.#queued++;
    this.#tail = this.#tail.then(handle).finally(() => {
      this.#queued--;
      if (this.#aborting > 0) this.#aborting--;
    });
  }

  /** Content of the `execute_reply`. */
  async execute({ header, content, metadata }: Message): Promise<object> {
    if (this.#aborting > 0) return { status: 'aborted', execution_count: this.#count };
    const code = String(content['code'] ?? '');
    const silent = content['silent'] === true;
    const stored = !silent && content['store_history'] !== false;
    if (stored) this.history.push({ count: ++this.#count, code });
    const count = this.#count;
    this.#publisher.remember(header);
    if (!silent) this.#publisher.publish('execute_input', { code, execution_count: count }, header);

    const key = typeof metadata['cellId'] === 'string' ? metadata['cellId'] : undefined;
    this.#running = header.msg_id;
    const outcome = await this.#run({ cell: header.msg_id, code, count, key });
    this.#running = undefined;

    if (outcome.status === 'ok') {
      if (outcome.data && !silent) {
        this.#publisher.publish('execute_result', { data: outcome.data, metadata: {}, execution_count: count }, header);
      }
      return { status: 'ok', execution_count: count, user_expressions: {}, payload: [] };
    }
    const { ename, evalue, traceback } = outcome;
    this.#publisher.publish('error', { ename, evalue, traceback }, header);
    // This request still counts as queued, and leaves the count when its reply is out.
    if (content['stop_on_error'] !== false) this.#aborting = this.#queued;
    return { status: 'error', ename, evalue, traceback, execution_count: count, user_expressions: {}, payload: [] };
  }
}
