import { recordOf, type ErrorRecord, type KernelLink, type ObjectDescription, type StoreUsage } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import { ViewModel } from '../view-model.js';

export interface ObjectsView {
  /** The newest first; null until the kernel has answered. */
  readonly objects: readonly ObjectDescription[] | null;
  readonly usage: StoreUsage | null;
  readonly error: ErrorRecord | null;
  /** File that an object was saved to last. */
  readonly saved: string | null;
}

/** The objects of a kernel's store, asked for anew when the kernel says that they have changed. */
export class ObjectsModel extends ViewModel<ObjectsView> {
  readonly #link: KernelLink;
  readonly #refresh: (wish: null) => Promise<void>;

  constructor(link: KernelLink) {
    super({ objects: null, usage: null, error: null, saved: null });
    this.#link = link;
    this.#refresh = newestWins(
      () => this.#ask(),
      error => this.update({ error: recordOf(error) }),
    );
  }

  start(): void {
    this.onStop(this.#link.onEvent(({ topic }) => topic === 'store' && void this.#refresh(null)));
    this.onStop(this.#link.onState(state => state === 'ready' && void this.#refresh(null)));
    void this.#refresh(null);
  }

  rename(object: string, name: string): Promise<void> {
    return this.#change(() => this.#link.request('store.rename', { object, name }));
  }

  /** Takes an object away; `force` also when the notebook still holds it. */
  remove(object: string, force: boolean): Promise<void> {
    return this.#change(() => this.#link.request('store.remove', { object, force }));
  }

  /** Writes an object into a file of the kind that its extension names. */
  save(object: string, path: string): Promise<void> {
    return this.#change(async () => {
      const { result } = await this.#link.request('store.save', { object, path });
      this.update({ saved: result.path });
    });
  }

  dismiss(): void {
    this.update({ error: null, saved: null });
  }

  async #change(work: () => Promise<unknown>): Promise<void> {
    this.update({ error: null, saved: null });
    try {
      await work();
    } catch (error) {
      this.update({ error: recordOf(error) });
    }
    await this.#refresh(null);
  }

  async #ask(): Promise<void> {
    const { result } = await this.#link.request('store.list', {});
    this.update({ objects: [...result.objects].sort((a, b) => b.createdMs - a.createdMs), usage: result.usage });
  }
}
