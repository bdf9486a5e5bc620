import { inspect } from 'node:util';
import type { CellOutcome } from '../engine/engine.js';
import { log } from '../log.js';
import type { Header, Message } from '../wire/codec.js';
import type { History } from './history.js';
import type { IopubPublisher } from './publisher.js';

/** Runs a cell on the main thread. */
export type RunCell = (cell: {
  readonly cell: string;
  readonly code: string;
  readonly count: number;
  readonly key: string | undefined;
}) => Promise<CellOutcome>;

/** One key for all user expressions: each replaces what the one before left in the compiler. */
const expressionKey = 'user_expression';

/** The one queue of the kernel: cells run one at a time, and an error aborts those that wait. */
export class Executions {
  readonly #publisher: IopubPublisher;
  readonly #history: History;
  readonly #run: RunCell;
  #tail: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #aborting = 0;
  #count = 0;
  #request: Message | undefined;
  #running: string | undefined;

  constructor(publisher: IopubPublisher, history: History, run: RunCell) {
    this.#publisher = publisher;
    this.#history = history;
    this.#run = run;
  }

  /** Id of the run at work: that of the execute request, or one derived from it for a user expression. */
  get running(): string | undefined {
    return this.#running;
  }

  /** The execute request at work. */
  get request(): Message | undefined {
    return this.#request;
  }

  /** Calls `handle` when the cells before it are done. */
  enqueue(handle: () => Promise<void>): void {
    this.#queued++;
    const failed = (error: unknown): void => log('error', `a cell was not answered: ${inspect(error)}`);
    this.#tail = this.#tail
      .then(handle)
      .then(undefined, failed)
      .then(() => {
        this.#queued--;
        if (this.#aborting > 0) this.#aborting--;
      });
  }

  /** Content of the `execute_reply`. */
  async execute(message: Message): Promise<object> {
    if (this.#aborting > 0) return { status: 'aborted', execution_count: this.#count };
    this.#request = message;
    try {
      return await this.#execute(message);
    } finally {
      this.#request = undefined;
    }
  }

  async #execute({ header, content, metadata }: Message): Promise<object> {
    const code = typeof content['code'] === 'string' ? content['code'] : '';
    const silent = content['silent'] === true;
    const stored = !silent && content['store_history'] !== false && code.trim() !== '';
    if (stored) this.#history.add(++this.#count, code);
    const count = this.#count;
    this.#publisher.remember(header);
    const key = typeof metadata['cellId'] === 'string' ? metadata['cellId'] : undefined;
    if (!silent) {
      const named = key === undefined ? {} : { cellId: key }; // other windows show what follows below the same cell
      this.#publisher.publish('execute_input', { code, execution_count: count }, header, [], named);
    }

    const outcome = await this.#runAs(header.msg_id, { code, count, key });
    if (outcome.status === 'ok') {
      if (outcome.data && !silent) {
        this.#publisher.publish('execute_result', { data: outcome.data, metadata: {}, execution_count: count }, header);
      }
      const text = outcome.data?.['text/plain'];
      if (stored && typeof text === 'string') this.#history.setOutput(count, text);
      const values = await this.#evaluate(header, content['user_expressions'], count);
      return { status: 'ok', execution_count: count, user_expressions: values, payload: [] };
    }
    const { ename, evalue, traceback } = outcome;
    this.#publisher.publish('error', { ename, evalue, traceback }, header);
    // This request still counts as queued, and leaves the count when its reply is out.
    if (content['stop_on_error'] !== false) this.#aborting = this.#queued;
    return { status: 'error', ename, evalue, traceback, execution_count: count, user_expressions: {}, payload: [] };
  }

  async #runAs(
    id: string,
    cell: { readonly code: string; readonly count: number; readonly key: string | undefined },
  ): Promise<CellOutcome> {
    this.#running = id;
    try {
      return await this.#run({ cell: id, ...cell });
    } finally {
      this.#running = undefined;
    }
  }

  /** Values of expressions in the notebook's scope, by name; one that fails says so and stops no other. */
  async #evaluate(header: Header, expressions: unknown, count: number): Promise<object> {
    const values: Record<string, object> = {};
    if (typeof expressions !== 'object' || expressions === null) return values;
    for (const [name, code] of Object.entries(expressions)) {
      const id = `${header.msg_id}/${name}`;
      this.#publisher.remember(header, id);
      const outcome = await this.#runAs(id, { code: String(code), count, key: expressionKey });
      values[name] = outcome.status === 'ok' ? { status: 'ok', data: outcome.data ?? {}, metadata: {} } : outcome;
    }
    return values;
  }
}
