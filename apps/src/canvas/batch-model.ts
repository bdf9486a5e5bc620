import { recordOf, type BatchRecord, type ErrorRecord, type KernelLink } from '@daisy-lab/core';

export interface BatchView {
  readonly batch: BatchRecord | null;
  readonly error: ErrorRecord | null;
}

const pollMs = 1000;
const restMs = 200;

/** The batch of a document in its kernel: started, followed while it is looked at, found again later. */
export class BatchModel {
  readonly #link: KernelLink;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #view: BatchView = { batch: null, error: null };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(link: KernelLink, path: string) {
    this.#link = link;
    this.#unsubscribe = link.onEvent(event => {
      if (event.topic === 'run' && this.#view.batch?.state === 'running') this.#askIn(restMs);
    });
    void this.#find(path);
  }

  getView = (): BatchView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  start(asked: { readonly path: string; readonly text: string }, input: string, files: readonly string[]): void {
    void this.#take(this.#link.request('graph.batch', { ...asked, input, files }));
  }

  cancel(): void {
    const { batch } = this.#view;
    if (batch) void this.#take(this.#link.request('graph.batchCancel', { batch: batch.batch }));
  }

  async #find(path: string): Promise<void> {
    const known = await this.#link.request('graph.runs', { path }).then(
      ({ result }) => result.batch,
      () => null, // an older kernel knows none
    );
    if (known !== null && !this.#view.batch)
      await this.#take(this.#link.request('graph.batchStatus', { batch: known }));
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    const { batch } = this.#view;
    if (this.#disposed || !batch) return;
    this.#timer = setTimeout(
      () => void this.#take(this.#link.request('graph.batchStatus', { batch: batch.batch })),
      ms,
    );
  }

  async #take(answer: Promise<{ readonly result: BatchRecord }>): Promise<void> {
    try {
      const { result } = await answer;
      this.#update({ batch: result, error: null });
      if (result.state === 'running') this.#askIn(pollMs);
    } catch (error) {
      this.#update({ ...this.#view, error: recordOf(error) });
    }
  }

  #update(view: BatchView): void {
    if (this.#disposed) return;
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
