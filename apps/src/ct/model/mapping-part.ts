import type { CtMapping, MethodResult } from '@daisy-lab/core';
import type { CtStore } from './ct-store.js';

/** Where the parts of a scan are, said by hand. */
export class MappingPart {
  constructor(
    private readonly store: CtStore,
    private readonly reopen: () => Promise<void>,
  ) {}

  /** What the file holds, and what was said about it before. */
  async look(path: string): Promise<void> {
    await this.store.attempt(
      'mapping',
      () => this.store.link.request('ct.mapping', { path }),
      ({ result }) => this.store.set({ mapping: result }),
    );
  }

  /** Keeps a mapping beside the scan and opens the scan with it; an empty one is forgotten. */
  async keep(mapping: CtMapping, reach: NonNullable<MethodResult<'ct.mapping'>['reach']>): Promise<void> {
    const { scan } = this.store.view.state;
    if (!scan) return;
    let kept = false;
    await this.store.attempt(
      'mapping',
      () => this.store.link.request('ct.map', { path: scan, mapping, reach }),
      () => (kept = true),
    );
    if (kept) await this.reopen();
  }
}
