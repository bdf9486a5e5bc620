/** One piece of console output, joined from many writes of the same cell to the same stream. */
export interface StreamText {
  readonly name: 'stdout' | 'stderr';
  readonly text: string;
  /** Cell that wrote it; undefined before the first cell. */
  readonly cell: string | undefined;
}

const intervalMs = 50;
const largestLength = 1 << 20;

/**
 * Joins console output to at most one message per 50 ms or 1 Mi characters, because the Jupyter server drops messages of a kernel
 * that sends more than about 1000 a second. Nothing is lost and the order is kept: call `flush` before any other message on iopub.
 */
export class StreamCoalescer {
  #pending: { name: StreamText['name']; cell: string | undefined; texts: string[]; length: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;
  readonly #send: (text: StreamText) => void;

  constructor(send: (text: StreamText) => void) {
    this.#send = send;
  }

  write({ name, text, cell }: StreamText): void {
    if (this.#pending && (this.#pending.name !== name || this.#pending.cell !== cell)) this.flush();
    this.#pending ??= { name, cell, texts: [], length: 0 };
    this.#pending.texts.push(text);
    this.#pending.length += text.length;
    if (this.#pending.length > largestLength) return this.flush();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(1, intervalMs - (performance.now() - this.#lastMs)));
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#pending) return;
    const { name, cell, texts } = this.#pending;
    this.#pending = undefined;
    this.#lastMs = performance.now();
    this.#send({ name, cell, text: texts.join('') });
  }
}
