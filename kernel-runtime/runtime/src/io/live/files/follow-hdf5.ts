import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DaisyError, itemSize, sizeOf, takeFirst, type NdArray } from '@daisy-lab/core';
import { readingError } from '../../hdf5/file-errors.js';
import { NotReadHere } from '../../hdf5/format/file-faults.js';
import { GrowingLook } from '../../hdf5/growing-dataset.js';
import { LiveFeed } from '../live-feed.js';
import type { FollowOptions, LiveSource } from '../live-source.js';
import { Looks } from './looks.js';

const defaultLookMs = 200;
/** A file that does not change and cannot be understood is given up. */
const patienceMs = 10_000;
/** Entries that were passed over by the writer are waited for so long before those behind them are taken. */
const gapMs = 2000;
/** Bytes that are read at once. */
const readBytes = 32 << 20;

/** A dataset, or how to find it once the file is there. */
type WantedDataset = string | ((path: string) => Promise<string>);

/**
 * Follows a dataset of an HDF5 file that grows, by reading the file afresh: SWMR files, others as far as their writer has flushed them.
 * Only entries whose chunks are there are taken, in order; one that comes late is taken when it is there. A file or dataset that is not
 * there yet is waited for. The series is over when the writer closes the file (HDF5 1.10 format), or after `frames` or `idleMs`.
 */
export function followHdf5(name: string, wanted: WantedDataset, options: FollowOptions): LiveSource {
  const path = resolve(name);
  const feed = new LiveFeed(typeof wanted === 'string' ? `${path}::${wanted}` : path, options);
  void new Hdf5Follower(path, wanted, feed, options).run();
  return feed;
}

class Hdf5Follower {
  readonly #path: string;
  readonly #feed: LiveFeed;
  readonly #options: FollowOptions;
  #wanted: WantedDataset;
  #dataset = '/';
  #next: number | null = null;
  /** Entries that were passed over, and may come yet. */
  readonly #late = new Set<number>();
  #gapSinceMs: number | null = null;
  #lastState = '';
  #changedMs = performance.now();
  #begun = false;

  constructor(path: string, wanted: WantedDataset, feed: LiveFeed, options: FollowOptions) {
    this.#path = path;
    this.#wanted = wanted;
    this.#feed = feed;
    this.#options = options;
  }

  async run(): Promise<void> {
    const looks = new Looks(this.#path, this.#options.lookMs ?? defaultLookMs);
    this.#feed.onClose(() => looks.close());
    try {
      while (!this.#feed.closed && (await this.#look())) await looks.next();
      if (!this.#feed.closed) this.#feed.finish();
    } catch (thrown) {
      const known = thrown instanceof DaisyError;
      this.#feed.fail(known ? thrown : readingError(this.#path, this.#dataset, thrown));
    }
  }

  /** @returns whether to look again */
  async #look(): Promise<boolean> {
    const resting = this.#noteState();
    const unchangedMs = performance.now() - this.#changedMs;
    if (unchangedMs > (this.#options.idleMs ?? Infinity)) return false;
    let look: GrowingLook;
    try {
      this.#dataset = await this.#whichDataset();
      look = new GrowingLook(this.#path, this.#dataset);
    } catch (thrown) {
      if (thrown instanceof NotReadHere) throw thrown;
      // what is not there yet is waited for; what is there, rests and makes no sense is not
      if (this.#lastState !== '' && unchangedMs > patienceMs) throw thrown;
      return true;
    }
    try {
      return await this.#take(look, resting);
    } finally {
      look.close();
    }
  }

  async #take(look: GrowingLook, resting: boolean): Promise<boolean> {
    if (!this.#begun) {
      this.#begun = true;
      this.#next = this.#options.onlyNew ? (look.shape[0] ?? 0) : 0;
      const fixed = look.beingWritten === false ? look.shape[0]! : null;
      this.#feed.begin(this.#dataset, fixed, { shape: look.shape, dtype: look.dtype }, this.#next);
    }
    const finished = look.beingWritten === false;
    for (const entry of [...this.#late].filter(each => look.isWritten(each, resting))) {
      if ((await this.#give(look, entry, entry + 1)) > 0) this.#late.delete(entry);
    }
    await this.#takeNew(look, resting, finished);
    if (!finished || this.#feed.closed) return true;
    this.#feed.end(this.#dataset, look.shape[0]);
    return false;
  }

  async #takeNew(look: GrowingLook, resting: boolean, finished: boolean): Promise<void> {
    const [length, ...inner] = look.shape as [number, ...number[]];
    const entryBytes = Math.max(1, sizeOf(inner) * itemSize(look.dtype));
    const most = Math.max(1, Math.min(this.#options.queue ?? 16, Math.floor(readBytes / entryBytes)));
    while (this.#next! < length && !this.#feed.closed) {
      const first = this.#next!;
      let end = first;
      while (end < Math.min(length, first + most) && look.isWritten(end, resting)) end++;
      if (end === first) {
        const behind = this.#firstWritten(look, first + 1, length, resting);
        if (behind === null || !this.#passesOver(finished)) return;
        for (let entry = first; entry < behind; entry++) this.#late.add(entry);
        this.#next = behind;
        continue;
      }
      this.#gapSinceMs = null;
      const given = await this.#give(look, first, end);
      this.#next = first + given;
      if (given < end - first) return;
    }
  }

  /** @returns how many entries are done with: fewer than there are when the next is to be tried again at a later look */
  async #give(look: GrowingLook, first: number, end: number): Promise<number> {
    let entries: NdArray;
    try {
      entries = await look.read(first, end);
    } catch (thrown) {
      if (end - first > 1) return this.#giveOneByOne(look, first, end);
      if (look.beingWritten !== false && performance.now() - this.#changedMs < patienceMs) return 0;
      this.#feed.problem(`Entry ${first}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      return 1;
    }
    for (let entry = first; entry < end && !this.#feed.closed; entry++) {
      const image = takeFirst(entries, entry - first);
      await this.#feed.frame({ series: this.#dataset, number: entry, attributes: {}, unpack: () => ({ image }) });
    }
    return end - first;
  }

  async #giveOneByOne(look: GrowingLook, first: number, end: number): Promise<number> {
    for (let entry = first; entry < end; entry++) {
      if ((await this.#give(look, entry, entry + 1)) === 0) return entry - first;
    }
    return end - first;
  }

  #firstWritten(look: GrowingLook, from: number, end: number, resting: boolean): number | null {
    for (let entry = from; entry < end; entry++) if (look.isWritten(entry, resting)) return entry;
    return null;
  }

  #passesOver(finished: boolean): boolean {
    this.#gapSinceMs ??= performance.now();
    return finished || performance.now() - this.#gapSinceMs > gapMs;
  }

  /** @returns whether the file is as it was at the last look */
  #noteState(): boolean {
    const found = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    const state = found ? `${found.size} ${found.mtimeNs} ${found.ino}` : '';
    if (state === this.#lastState) return true;
    this.#lastState = state;
    this.#changedMs = performance.now();
    return false;
  }

  async #whichDataset(): Promise<string> {
    if (typeof this.#wanted === 'string') return this.#wanted;
    return (this.#wanted = await this.#wanted(this.#path));
  }
}
