/** What waits for a receiver: everything in order; of what counts as a frame, no more than a number. */
export class FrameQueue<T> {
  readonly #most: number;
  readonly #isFrame: (entry: T) => boolean;
  readonly #entries: T[] = [];
  readonly #waitingForRoom: (() => void)[] = [];
  #waitingForEntry: (() => void) | null = null;
  #frames = 0;
  #ended = false;
  #failure: unknown;

  constructor(most: number, isFrame: (entry: T) => boolean) {
    this.#most = Math.max(1, most);
    this.#isFrame = isFrame;
  }

  get full(): boolean {
    return this.#frames >= this.#most;
  }

  /** Takes an entry at once. */
  push(entry: T): void {
    if (this.#ended) return;
    this.#entries.push(entry);
    if (this.#isFrame(entry)) this.#frames += 1;
    this.#wake();
  }

  /** Settles when there is room for a frame, or nobody takes any more. */
  async room(): Promise<void> {
    while (this.full && !this.#ended) await new Promise<void>(resolve => this.#waitingForRoom.push(resolve));
  }

  /** Removes the oldest frame that waits, and returns it. */
  dropOldest(): T | undefined {
    const at = this.#entries.findIndex(entry => this.#isFrame(entry));
    if (at < 0) return undefined;
    this.#frames -= 1;
    return this.#entries.splice(at, 1)[0];
  }

  /** The next entry; undefined when there will be none. What was queued before the end is given out first. */
  async next(): Promise<T | undefined> {
    for (;;) {
      const entry = this.#entries.shift();
      if (entry !== undefined) {
        if (this.#isFrame(entry)) this.#frames -= 1;
        this.#waitingForRoom.shift()?.();
        return entry;
      }
      if (this.#failure !== undefined) throw this.#failure as Error;
      if (this.#ended) return undefined;
      await new Promise<void>(resolve => (this.#waitingForEntry = resolve));
    }
  }

  /** No more entries; `failure` is thrown behind the last one. */
  end(failure?: unknown): void {
    this.#failure ??= failure;
    this.#ended = true;
    this.#wake();
    for (const resume of this.#waitingForRoom.splice(0)) resume();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#entries.length = 0;
    this.#frames = 0;
  }

  #wake(): void {
    this.#waitingForEntry?.();
    this.#waitingForEntry = null;
  }
}
