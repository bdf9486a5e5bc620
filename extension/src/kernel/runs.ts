import type { KernelLink, RunRecord } from '@daisy-lab/core';
import { Signal, type ISignal } from '@lumino/signaling';

const unfinished = ({ state }: RunRecord): boolean => state === 'queued' || state === 'running';

/** The runs of a kernel that are not over. It never wakes a kernel: while the link is not ready there are none. */
export class CurrentRuns {
  readonly #link: KernelLink;
  readonly #changed = new Signal<this, void>(this);
  #records: readonly RunRecord[] = [];

  constructor(link: KernelLink) {
    this.#link = link;
    link.onState(() => void this.refresh());
    link.onEvent(({ topic }) => {
      if (topic === 'run') void this.refresh();
    });
  }

  get records(): readonly RunRecord[] {
    return this.#records;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Asks the kernel; a kernel that cannot answer has no runs to show. */
  async refresh(): Promise<void> {
    const records = this.#link.state === 'ready' ? await this.#ask() : [];
    const before = JSON.stringify(this.#records);
    this.#records = records.filter(unfinished);
    if (JSON.stringify(this.#records) !== before) this.#changed.emit();
  }

  async cancel(run: string): Promise<void> {
    await this.#link.request('run.cancel', { run });
    await this.refresh();
  }

  async cancelAll(): Promise<void> {
    await Promise.all(this.#records.map(({ run }) => this.#link.request('run.cancel', { run })));
    await this.refresh();
  }

  #ask(): Promise<readonly RunRecord[]> {
    return this.#link.request('run.list', {}).then(
      ({ result }) => result.runs,
      () => [],
    );
  }
}
