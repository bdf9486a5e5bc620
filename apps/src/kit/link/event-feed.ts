import type { DaisyEvent, EventMark, MethodParams, MethodResult } from '@daisy-lab/core';

type Snapshot = MethodResult<'events.snapshot'>;

/**
 * Events without holes: the way from the kernel may lose, double and reorder them. A gap, a mark or another epoch leads to a
 * snapshot; of each key only newer values than the last one reach the listeners.
 */
export class EventFeed {
  private readonly listeners = new Set<(event: DaisyEvent) => void>();
  private readonly newest = new Map<string, number>();
  private epoch: string | undefined;
  private seq = 0;
  private taking: Promise<void> | undefined;
  private again = false;
  private comm: string | undefined;

  constructor(private readonly snapshot: (seen: MethodParams<'events.snapshot'>) => Promise<Snapshot>) {}

  onEvent(listener: (event: DaisyEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  receive(event: DaisyEvent | EventMark): void {
    const expected = this.epoch === event.epoch && event.seq <= this.seq + (event.topic === 'mark' ? 0 : 1);
    if (event.topic !== 'mark') {
      if (expected) this.seq = Math.max(this.seq, event.seq);
      this.deliver(event);
    }
    if (!expected) void this.resync();
  }

  /**
   * Takes a snapshot; one at a time, and once more when something was missed meanwhile. Failures wait for the next occasion.
   *
   * @param comm subscription that the kernel shall keep
   */
  resync(comm?: string): Promise<void> {
    this.again = true;
    this.comm = comm ?? this.comm;
    this.taking ??= this.take().finally(() => (this.taking = undefined));
    return this.taking;
  }

  private async take(): Promise<void> {
    while (this.again) {
      this.again = false;
      const seen = this.epoch === undefined ? {} : { epoch: this.epoch, seq: this.seq };
      let taken: Snapshot;
      try {
        taken = await this.snapshot({ ...seen, ...(this.comm === undefined ? {} : { comm: this.comm }) });
      } catch {
        return;
      }
      this.enter(taken.epoch);
      this.seq = Math.max(this.seq, taken.seq);
      for (const event of taken.events) this.deliver(event);
    }
  }

  private enter(epoch: string): void {
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    this.seq = 0;
    this.newest.clear();
  }

  private deliver(event: DaisyEvent): void {
    this.enter(event.epoch);
    const name = `${event.topic} ${event.key}`;
    if ((this.newest.get(name) ?? 0) >= event.seq) return;
    this.newest.set(name, event.seq);
    for (const listener of this.listeners) listener(event);
  }
}
