/** One piece of console output, joined from many writes of the same cell to the same stream. */
export interface StreamText {
  readonly name: 'stdout' | 'stderr';
  readonly text: string;
  /** Cell that wrote it; undefined before the first cell. */
  readonly cell: string | undefined;
}

interface Run {
  readonly name: StreamText['name'];
  readonly cell: string | undefined;
  readonly texts: string[];
}

const intervalMs = 50;
const largestLength = 1 << 20;
const mostRuns = 16;

/**
 * Joins console output to one message per 50 ms or 1 Mi characters, because the Jupyter server drops messages of a kernel that sends
 * more than about 1000 a second. Nothing is lost and the order is kept: call `flush` before any other message of the same cell. Only
 * streams that alternate more than 16 times within the 50 ms are joined stream by stream.
 */
export class StreamCoalescer {
  #runs: Run[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;
  readonly #send: (text: StreamText) => void;

  constructor(send: (text: StreamText) => void) {
    this.#send = send;
  }

  write({ name, text, cell }: StreamText): void {
    this.#run(name, cell).texts.push(text);
    this.#length += text.length;
    if (this.#length > largestLength) return this.flush();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(1, intervalMs - (performance.now() - this.#lastMs)));
  }

  /** Whether text of this cell waits. */
  holds(cell: string | undefined): boolean {
    return this.#runs.some(run => run.cell === cell);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#runs.length === 0) return;
    const runs = this.#runs;
    this.#runs = [];
    this.#length = 0;
    this.#lastMs = performance.now();
    for (const { name, cell, texts } of runs) this.#send({ name, cell, text: texts.join('') });
  }

  #run(name: StreamText['name'], cell: string | undefined): Run {
    const fits = (run: Run | undefined): run is Run => run?.name === name && run.cell === cell;
    const last = this.#runs.at(-1);
    const known = fits(last) ? last : this.#runs.length >= mostRuns ? this.#runs.findLast(fits) : undefined;
    if (known) return known;
    const run = { name, cell, texts: [] };
    this.#runs.push(run);
    return run;
  }
}
