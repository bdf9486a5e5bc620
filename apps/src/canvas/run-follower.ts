import type { KernelLink, MethodParams, MethodResult } from '@daisy-lab/core';

type Status = MethodResult<'graph.status'>;

export interface RunListener {
  status(status: Status): void;
  ended(): void;
  failed(error: unknown): void;
}

const pollMs = 1000;
/** Least time between two questions: what people see need not be newer. */
const restMs = 100;

/** Starts runs of a document and follows the newest: events say that something happened, the status says what. */
export class RunFollower {
  readonly #link: KernelLink;
  readonly #listener: RunListener;
  #run: string | undefined;
  #stop: (() => void) | undefined;

  constructor(link: KernelLink, listener: RunListener) {
    this.#link = link;
    this.#listener = listener;
  }

  /** The run that was started; null when it could not be. */
  async start(request: MethodParams<'graph.start'>): Promise<string | null> {
    try {
      const { result } = await this.#link.request('graph.start', request);
      this.follow(result.run);
      return result.run;
    } catch (error) {
      this.#listener.failed(error);
      return null;
    }
  }

  async cancel(): Promise<void> {
    if (this.#run !== undefined) await this.#link.request('graph.cancel', { run: this.#run }).catch(() => undefined);
  }

  follow(run: string): void {
    this.dispose();
    this.#run = run;
    let asking = false;
    let again = false;
    let over = false;
    const ask = async (): Promise<void> => {
      if (asking) again = true;
      if (asking || over) return;
      asking = true;
      try {
        do {
          again = false;
          const { result } = await this.#link.request('graph.status', { run });
          if (over) return;
          this.#listener.status(result);
          if (!['queued', 'running'].includes(result.record.state)) {
            stop();
            this.#listener.ended();
          } else if (again) await new Promise(resolve => setTimeout(resolve, restMs));
        } while (again && !over);
      } catch (error) {
        if (!over) this.#listener.failed(error);
        stop();
      } finally {
        asking = false;
      }
    };
    const unsubscribe = this.#link.onEvent(event => {
      if (event.topic === 'run' && event.key === run) void ask();
    });
    const timer = setInterval(() => void ask(), pollMs);
    const stop = (): void => {
      over = true;
      clearInterval(timer);
      unsubscribe();
    };
    this.#stop = stop;
    void ask();
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
