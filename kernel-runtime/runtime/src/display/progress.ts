import { randomUUID } from 'node:crypto';
import { DaisyError } from '@daisy-lab/core';
import { kernelDisplay, type MimeBundle } from './bundle.js';
import { durationText } from './duration-text.js';
import { escapeHtml } from './escape-html.js';
import { countText } from './statistics.js';

/** Least time between two drawings: at most eight a second. */
const drawMs = 125;
const barLength = 24;

export interface ProgressOptions {
  /** What goes on, in words. */
  readonly label?: string;
  /** How many there are, where the items do not tell. */
  readonly total?: number;
}

/** A bar that is drawn again in place. */
export interface Progress {
  /** How many are done. */
  readonly done: number;
  /** `count` more are done; 1 by default. */
  advance(count?: number): void;
  /** So many are done now. */
  set(done: number): void;
  /** Nothing more will come: the bar becomes a line with the time it took. Happens by itself at the total. */
  end(): void;
}

/**
 * Progress of a loop, drawn in place with the time that is left: `progress(1000, { label: 'Rows' })` to count by hand, or
 * `for (const row of progress(rows))` and `for await (const frame of progress(frames))` to count what a loop takes.
 * @throws DaisyError `Input` for a total that is no count
 */
export function progress(total: number, options?: ProgressOptions): Progress;
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Iterable<T> & AsyncIterable<T>;
export function progress<T>(items: AsyncIterable<T>, options?: ProgressOptions): AsyncIterable<T>;
export function progress<T>(
  over: number | Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): Progress | AsyncIterable<T> {
  if (typeof over === 'number') return new Bar({ ...options, total: over });
  const total = options.total ?? lengthOf(over);
  const start = (): Bar => new Bar({ ...options, ...(total === undefined ? {} : { total }) });
  const counted = { [Symbol.asyncIterator]: () => countLater(over, start()) };
  return isIterable(over) ? Object.assign(counted, { [Symbol.iterator]: () => count(over, start()) }) : counted;
}

const isIterable = <T>(items: Iterable<T> | AsyncIterable<T>): items is Iterable<T> =>
  typeof (items as Partial<Iterable<T>>)[Symbol.iterator] === 'function';

function lengthOf(items: object): number | undefined {
  const { length, size } = items as { readonly length?: unknown; readonly size?: unknown };
  return typeof length === 'number' ? length : typeof size === 'number' ? size : undefined;
}

function* count<T>(items: Iterable<T>, bar: Bar): Generator<T> {
  try {
    for (const item of items) {
      yield item;
      bar.advance();
    }
    bar.finish();
  } finally {
    bar.end();
  }
}

async function* countLater<T>(items: Iterable<T> | AsyncIterable<T>, bar: Bar): AsyncGenerator<T> {
  try {
    for await (const item of items) {
      yield item;
      bar.advance();
    }
    bar.finish();
  } finally {
    bar.end();
  }
}

class Bar implements Progress {
  readonly #id = randomUUID();
  readonly #label: string;
  readonly #startMs = performance.now();
  #total: number | undefined;
  #done = 0;
  #drawnMs = -Infinity;
  #ended = false;
  #late: NodeJS.Timeout | undefined;

  constructor({ label = 'Progress', total }: ProgressOptions) {
    if (total !== undefined && !(Number.isFinite(total) && total >= 0)) {
      throw new DaisyError('Input', {
        message: `A progress bar cannot count to ${total}.`,
        action: 'Give a number from 0 on.',
      });
    }
    this.#label = label;
    this.#total = total;
    kernelDisplay()?.display(this.#bundle(), {}, { display_id: this.#id });
    this.#drawnMs = performance.now();
    if (total === 0) this.end();
  }

  get done(): number {
    return this.#done;
  }

  advance(count = 1): void {
    this.set(this.#done + count);
  }

  set(done: number): void {
    if (this.#ended) return;
    this.#done = Math.max(0, this.#total === undefined ? done : Math.min(done, this.#total));
    if (this.#done === this.#total) this.end();
    else this.#draw();
  }

  /** The items have come to their end: what was done is all there was. */
  finish(): void {
    this.#total = this.#done;
    this.end();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#late);
    const bundle = this.#bundle();
    const kernel = kernelDisplay();
    if (kernel) kernel.updateDisplay(this.#id, bundle);
    else process.stdout.write(`${String(bundle['text/plain'])}\n`);
  }

  /** Now, or when the time for it has come: a loop that pauses still shows where it stands. */
  #draw(): void {
    const waitMs = this.#drawnMs + drawMs - performance.now();
    if (waitMs > 0) {
      const late = (): void => {
        this.#late = undefined;
        this.#draw();
      };
      this.#late ??= setTimeout(late, Math.ceil(waitMs)).unref();
      return;
    }
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#drawnMs = performance.now();
    kernelDisplay()?.updateDisplay(this.#id, this.#bundle());
  }

  #bundle(): MimeBundle {
    const text = this.#ended ? this.#closing() : this.#state();
    if (this.#ended) return { 'text/html': `<div>${escapeHtml(text)}</div>`, 'text/plain': text };
    const max = this.#total === undefined ? '' : ` value="${this.#done}" max="${this.#total || 1}"`;
    const bar = `<progress${max} style="width:240px"></progress>`;
    return {
      'text/html': `<div style="display:flex;gap:8px;align-items:center">${bar}<span>${escapeHtml(text)}</span></div>`,
      'text/plain': `${this.#drawing()}${text}`,
    };
  }

  #drawing(): string {
    if (!this.#total) return '';
    const full = Math.floor((this.#done / this.#total) * barLength);
    return `[${'#'.repeat(full)}${'-'.repeat(barLength - full)}] `;
  }

  /** `Rows: 420 of 1,000 (42 %), 3.1 s, 4.3 s left` */
  #state(): string {
    const elapsedMs = performance.now() - this.#startMs;
    if (this.#total === undefined) return `${this.#label}: ${countText(this.#done)}, ${durationText(elapsedMs)}`;
    const share = this.#total === 0 ? 1 : this.#done / this.#total;
    const counts = `${countText(this.#done)} of ${countText(this.#total)} (${Math.floor(100 * share)} %)`;
    const left = this.#done > 0 ? `, ${durationText((elapsedMs * (1 - share)) / share)} left` : '';
    return `${this.#label}: ${counts}, ${durationText(elapsedMs)}${left}`;
  }

  /** `Rows: 1,000 in 7.4 s`, `Rows: stopped at 420 of 1,000 after 3.1 s` */
  #closing(): string {
    const time = durationText(performance.now() - this.#startMs);
    if (this.#total === undefined || this.#done >= this.#total)
      return `${this.#label}: ${countText(this.#done)} in ${time}`;
    return `${this.#label}: stopped at ${countText(this.#done)} of ${countText(this.#total)} after ${time}`;
  }
}
