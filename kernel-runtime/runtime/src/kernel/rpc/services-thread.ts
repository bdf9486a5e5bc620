import { Worker } from 'node:worker_threads';
import type { DaisyEvent } from '@daisy-lab/core';
import type { FromServices, ServiceOutcome, ServicesStart } from './services-messages.js';

/** Of objects; arrays lie outside. Without a limit of its own a thread that has filled its heap would end the process. */
const heapMb = 2048;

export interface ServicesThreadOptions {
  /** URL of the module that exports `createServices`; the runtime's own when absent. */
  readonly module: string | undefined;
  readonly cwd: string;
  emit(topic: DaisyEvent['topic'], key: string, value: unknown): void;
}

/** The services thread as the router sees it. Started by the first call, started anew by the next call after it has died. */
export class ServicesThread {
  readonly #options: ServicesThreadOptions;
  readonly #waiting = new Map<number, (outcome: ServiceOutcome) => void>();
  #worker: Worker | undefined;
  #last = 0;
  #methods: readonly string[] | undefined;

  constructor(options: ServicesThreadOptions) {
    this.#options = options;
  }

  /** Methods that the services offer; undefined until they have been loaded. */
  get methods(): readonly string[] | undefined {
    return this.#methods;
  }

  /** Loads the services ahead of the first call. */
  start(): void {
    this.#worker ??= this.#spawn();
  }

  /** Calls a method; `cancel` aborts its signal, and the outcome still comes when the service gives up. */
  call(method: string, params: unknown): { readonly outcome: Promise<ServiceOutcome>; cancel(): void } {
    this.start();
    const id = ++this.#last;
    const outcome = new Promise<ServiceOutcome>(resolve => this.#waiting.set(id, resolve));
    this.#worker!.postMessage({ kind: 'call', id, method, params });
    return { outcome, cancel: () => this.#worker?.postMessage({ kind: 'cancel', id }) };
  }

  #spawn(): Worker {
    const module = this.#options.module ?? new URL('../../services/index.js', import.meta.url).href;
    const workerData: ServicesStart = { module, cwd: this.#options.cwd };
    const worker = new Worker(new URL('./services-worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    worker.on('message', (message: FromServices) => this.#receive(message));
    worker.on('error', error => this.#died(worker, error.message));
    worker.on('exit', () => this.#died(worker, 'the thread ended'));
    return worker;
  }

  #receive(message: FromServices): void {
    if (message.kind === 'ready') this.#methods = message.methods;
    else if (message.kind === 'event') this.#options.emit(message.topic, message.key, message.value);
    else this.#settle(message.id, message.outcome);
  }

  #settle(id: number, outcome: ServiceOutcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }

  #died(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const message = `The services of the kernel stopped: ${why}.`;
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, {
        status: 'failed',
        error: { tag: 'Internal', message, action: 'Try again; restart the kernel if it happens twice.' },
      });
    }
  }
}
