import { randomUUID } from 'node:crypto';
import { DaisyError, recordOf, type CtJob, type CtRecipe, type RunRecord } from '@daisy-lab/core';

const lookMs = 300;

type Entry = { -readonly [K in keyof Omit<CtJob, 'run'>]: CtJob[K] } & { run: string | null };

/** Scans that are reconstructed one after the other, whether a screen looks or not. */
export class RunQueue {
  readonly #entries: Entry[] = [];
  readonly #never = new AbortController().signal;
  #working = false;

  constructor(
    private readonly start: (recipe: CtRecipe, out: string, overwrite: boolean) => RunRecord,
    private readonly statusOf: (run: string, signal: AbortSignal) => Promise<RunRecord>,
  ) {}

  add(recipe: CtRecipe, out: string, overwrite: boolean): void {
    this.#entries.push({ job: randomUUID(), recipe, out, overwrite, state: 'waiting', reason: null, run: null });
    if (!this.#working) void this.#work();
  }

  /**
   * Changes a scan that waits; its turn stays.
   * @throws DaisyError `Input` when it has begun
   */
  change(job: string, recipe: CtRecipe, out: string, overwrite: boolean): void {
    const entry = this.#entries.find(one => one.job === job);
    if (entry?.state === 'waiting') Object.assign(entry, { recipe, out, overwrite });
    else
      throw new DaisyError('Input', {
        message: 'This scan waits no longer.',
        action: 'Queue it again with other values.',
      });
  }

  /** Takes a scan out; the run to be cancelled, if it is at work. */
  remove(job: string): string | null {
    const entry = this.#entries.find(one => one.job === job);
    if (!entry) return null;
    const going = entry.state === 'started' ? entry.run : null;
    if (entry.state === 'waiting') entry.state = 'removed';
    else if (going === null) this.#entries.splice(this.#entries.indexOf(entry), 1);
    return going;
  }

  list(): Promise<readonly CtJob[]> {
    const shown = this.#entries.filter(({ state }) => state !== 'removed');
    return Promise.all(shown.map(async entry => ({ ...entry, run: await this.#recordOf(entry) })));
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        next.run = this.start(next.recipe, next.out, next.overwrite).run;
        next.state = 'started';
      } catch (thrown) {
        const { message, action } = recordOf(thrown);
        Object.assign(next, { state: 'refused', reason: message, action });
        continue;
      }
      await this.#ended(next);
    }
    this.#working = false;
  }

  #next(): Entry | undefined {
    return this.#entries.find(({ state }) => state === 'waiting');
  }

  async #ended(entry: Entry): Promise<void> {
    for (;;) {
      const record = await this.#recordOf(entry);
      if (!record || !['queued', 'running'].includes(record.state)) return;
      await new Promise(resolve => setTimeout(resolve, lookMs).unref());
    }
  }

  #recordOf({ run }: Entry): Promise<RunRecord | null> {
    // a run that nobody knows any more has ended long ago
    return run === null ? Promise.resolve(null) : this.statusOf(run, this.#never).catch(() => null);
  }
}
