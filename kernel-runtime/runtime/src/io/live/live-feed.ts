import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import { FrameQueue } from './frame-queue.js';
import { GapTracker } from './gap-tracker.js';
import type { FollowOptions, LiveEvent, LiveFrame, LiveReport, LiveSource, SeriesBegin } from './live-source.js';

/** A frame before it is decoded, which happens when its turn comes: what is dropped costs nothing. */
export interface PackedFrame {
  readonly series: string;
  readonly number: number;
  readonly attributes: Attributes;
  /** @throws DaisyError when it cannot be decoded */
  unpack(): Readonly<Record<string, NdArray>>;
}

type Entry =
  | SeriesBegin
  | { readonly kind: 'end'; readonly count: Counts }
  | { readonly kind: 'packed'; readonly frame: PackedFrame; readonly count: Counts };

/** Counts of one series; entries that wait keep those of their own. */
interface Counts {
  readonly series: string;
  readonly announced: number | null;
  readonly gaps: GapTracker;
  delivered: number;
  dropped: number;
  damaged: number;
  /** Damaged frames whose number nobody knows. */
  unnumbered: number;
  repeated: number;
  readonly problems: string[];
  /** Nothing more is added to it. */
  over: boolean;
  /** The source said so. */
  ended: boolean;
}

const mostProblems = 20;
const defaultQueue = 16;

/**
 * The side of a live source that the source itself fills. Each method settles when the source may go on: at once, or, with
 * `whenFull: 'wait'`, when the receiver has made room.
 */
export class LiveFeed implements LiveSource {
  readonly address: string;
  readonly #options: FollowOptions;
  readonly #queue: FrameQueue<Entry>;
  readonly #closers: (() => unknown)[] = [];
  #count: Counts | null = null;
  #seriesLeft: number;
  #closed = false;
  #iterated = false;

  constructor(address: string, options: FollowOptions) {
    checkOptions(options);
    this.address = address;
    this.#options = options;
    this.#queue = new FrameQueue(options.queue ?? defaultQueue, entry => entry.kind === 'packed');
    this.#seriesLeft = options.series ?? 1;
    const { signal } = options;
    if (!signal) return;
    const cancel = (): void => void this.#cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#closers.push(() => signal.removeEventListener('abort', cancel));
    if (signal.aborted) cancel();
  }

  /** Nothing that is given any more reaches anybody. */
  get closed(): boolean {
    return this.#closed;
  }

  get report(): LiveReport {
    return reportOf(this.#count);
  }

  /** Called once, when following is over for whatever reason. */
  onClose(close: () => unknown): void {
    if (this.#closed) close();
    else this.#closers.push(close);
  }

  /** @param first number of the first frame; null when the first that comes is the first */
  begin(series: string, frames: number | null, attributes: Attributes, first: number | null = 0): void {
    if (this.#count && !this.#count.over) this.#endSeries(false);
    if (this.#closed) return;
    const announced = this.#options.frames ?? frames;
    const counts = {
      delivered: 0,
      dropped: 0,
      damaged: 0,
      unnumbered: 0,
      repeated: 0,
      problems: [],
      over: false,
      ended: false,
    };
    this.#count = { series, announced, gaps: new GapTracker(first), ...counts };
    this.#queue.push({ kind: 'begin', series, frames: announced, attributes });
  }

  async frame(frame: PackedFrame): Promise<void> {
    if (!this.#count || this.#count.over || this.#count.series !== frame.series) {
      this.begin(frame.series, null, {}, null);
    }
    const count = this.#count!;
    if (this.#closed) return;
    if (!count.gaps.add(frame.number)) {
      count.repeated += 1;
      return;
    }
    if (this.#queue.full && this.#options.whenFull === 'drop') {
      const dropped = this.#queue.dropOldest();
      if (dropped && 'count' in dropped) dropped.count.dropped += 1;
    } else await this.#queue.room();
    this.#queue.push({ kind: 'packed', frame, count });
    if (this.#options.frames !== undefined && count.gaps.came + count.unnumbered >= this.#options.frames) this.end();
  }

  /**
   * The source says that its series is over.
   * @param frames how many it should have had, where only the end tells
   */
  end(series = this.#count?.series, frames?: number): void {
    if (!this.#count || this.#count.over || this.#count.series !== series) return;
    if (frames !== undefined) this.#count.gaps.close(frames);
    this.#endSeries(true);
  }

  /** A frame is lost because it makes no sense; following goes on. */
  problem(sentence: string): void {
    if (!this.#count) this.begin('', null, {}, null);
    if (this.#count) {
      this.#count.damaged += 1;
      this.#count.unnumbered += 1;
    }
    note(this.#count, sentence);
  }

  /** Nothing more will come, without an end having been announced. */
  finish(): void {
    if (this.#count && !this.#count.over) this.#endSeries(false);
    this.#queue.end();
    this.#shut();
  }

  /** What is followed can never be read. */
  fail(error: DaisyError): void {
    this.#queue.end(error);
    this.#shut();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveEvent, void, undefined> {
    if (this.#iterated) {
      throw new DaisyError('Input', { message: 'A live source is read once.', action: 'Follow it again.' });
    }
    this.#iterated = true;
    try {
      for (let entry = await this.#queue.next(); entry; entry = await this.#queue.next()) {
        const event = eventOf(entry);
        if (event) yield event;
      }
    } finally {
      await this.close();
    }
  }

  async *frames(): AsyncGenerator<LiveFrame, void, undefined> {
    for await (const event of this) if (event.kind === 'frame') yield event;
  }

  async close(): Promise<void> {
    this.#queue.clear();
    this.#queue.end();
    this.#shut();
  }

  #endSeries(announced: boolean): void {
    const count = this.#count!;
    count.over = true;
    count.ended = announced;
    if (count.announced !== null) count.gaps.close(count.announced);
    this.#queue.push({ kind: 'end', count });
    this.#seriesLeft -= 1;
    if (this.#seriesLeft > 0) return;
    this.#queue.end();
    this.#shut();
  }

  #cancel(): void {
    this.#queue.clear();
    this.#queue.end(DaisyError.cancelled('Following'));
    this.#shut();
  }

  #shut(): void {
    this.#closed = true;
    for (const close of this.#closers.splice(0)) close();
  }
}

function eventOf(entry: Entry): LiveEvent | null {
  if (entry.kind === 'begin') return entry;
  const { count } = entry;
  if (entry.kind === 'end') return { kind: 'end', series: count.series, report: reportOf(count) };
  const { series, number, attributes, unpack } = entry.frame;
  try {
    const channels = unpack();
    const [image] = Object.values(channels);
    if (!image) throw new DaisyError('Data', { message: 'It holds no image.' });
    count.delivered += 1;
    return { kind: 'frame', series, number, image, channels, attributes };
  } catch (thrown) {
    count.damaged += 1;
    note(count, `Frame ${number}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return null;
  }
}

function note(count: Counts | null, sentence: string): void {
  if (!count) return;
  count.problems.push(sentence);
  if (count.problems.length > mostProblems) count.problems.shift();
}

function reportOf(count: Counts | null): LiveReport {
  const { series = null, announced = null, delivered = 0, dropped = 0, damaged = 0, repeated = 0 } = count ?? {};
  return {
    ...{ series, announced, delivered, dropped, damaged, repeated },
    received: count?.gaps.came ?? 0,
    missing: [...(count?.gaps.missing ?? [])],
    missingCount: count?.gaps.missingCount ?? 0,
    problems: [...(count?.problems ?? [])],
    ended: count?.ended ?? false,
  };
}

function checkOptions({ queue, series, frames, idleMs, lookMs }: FollowOptions): void {
  for (const [field, value] of Object.entries({ queue, series, frames, idleMs, lookMs })) {
    if (value === undefined || value > 0) continue;
    throw new DaisyError('Input', { message: `"${field}" is ${value}, but has to be above 0.`, field });
  }
}
