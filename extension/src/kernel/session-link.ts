import type {
  DaisyEvent,
  KernelLink,
  LinkState,
  MethodName,
  MethodParams,
  RequestOptions,
  RpcRequest,
  ServiceReply,
} from '@daisy-lab/core';
import type { Kernel, Session } from '@jupyterlab/services';
import { exchange, type ReplyEnvelope } from './control-channel.js';
import { openEvents } from './events.js';
import { linkStateOf } from './link-state.js';

/** Turns a way to send envelopes into typed requests. */
export type MakeClient = (transport: {
  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope>;
}) => Pick<KernelLink, 'request'> | Promise<Pick<KernelLink, 'request'>>;

/**
 * The link of the screens to the kernel of a session. It opens the session on the first request, follows the kernel through
 * restarts and exchanges, and opens a new session when the old one was shut down and somebody asks again.
 */
export class SessionLink implements KernelLink {
  readonly #open: () => Promise<Session.ISessionConnection>;
  readonly #makeClient: MakeClient;
  readonly #stateListeners = new Set<(state: LinkState) => void>();
  readonly #eventListeners = new Set<(event: DaisyEvent) => void>();
  #client: Promise<Pick<KernelLink, 'request'>> | undefined;
  #session: Promise<Session.ISessionConnection> | undefined;
  #kernel: Kernel.IKernelConnection | undefined;
  #comm: Kernel.IComm | undefined;
  #state: LinkState = 'connecting';

  constructor(open: () => Promise<Session.ISessionConnection>, makeClient: MakeClient) {
    this.#open = open;
    this.#makeClient = makeClient;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Opens the session without a request, so that the state becomes `ready` by itself; failures show as `dead`. */
  connect(): void {
    this.#connected().catch(() => this.#setState('dead'));
  }

  /** Starts the kernel anew, or a new session when the old one was shut down. */
  restart(): void {
    if (this.#kernel) this.#kernel.restart().catch(() => this.#setState('dead'));
    else this.connect();
  }

  async request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: RequestOptions,
  ): Promise<ServiceReply<M>> {
    this.#client ??= Promise.resolve(
      this.#makeClient({ send: async (content, buffers) => exchange(await this.#connected(), content, buffers) }),
    );
    return (await this.#client).request(method, params, options);
  }

  onEvent(listener: (event: DaisyEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onState(listener: (state: LinkState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  async #connected(): Promise<Kernel.IKernelConnection> {
    this.#session ??= this.#openSession();
    await this.#session;
    if (!this.#kernel) throw new Error('The session has no kernel.');
    return this.#kernel;
  }

  async #openSession(): Promise<Session.ISessionConnection> {
    this.#setState('connecting');
    try {
      const session = await this.#open();
      session.kernelChanged.connect(() => this.#follow(session.kernel));
      session.disposed.connect(() => this.#lose());
      this.#follow(session.kernel);
      return session;
    } catch (error) {
      this.#lose();
      throw error;
    }
  }

  #follow(kernel: Kernel.IKernelConnection | null): void {
    this.#leave();
    if (!kernel) return this.#setState('dead');
    this.#kernel = kernel;
    kernel.statusChanged.connect(this.#update);
    kernel.connectionStatusChanged.connect(this.#update);
    this.#update();
  }

  readonly #update = (): void => {
    if (!this.#kernel) return;
    const state = linkStateOf(this.#kernel);
    if (state === 'ready') this.#listen(this.#kernel);
    else if (state !== 'connecting') this.#comm = undefined;
    this.#setState(state);
  };

  #listen(kernel: Kernel.IKernelConnection): void {
    if (this.#comm && !this.#comm.isDisposed) return;
    if (!kernel.handleComms) return;
    this.#comm = openEvents(kernel, event => this.#eventListeners.forEach(listener => listener(event)));
  }

  #leave(): void {
    this.#kernel?.statusChanged.disconnect(this.#update);
    this.#kernel?.connectionStatusChanged.disconnect(this.#update);
    this.#kernel = undefined;
    this.#comm = undefined;
  }

  #lose(): void {
    this.#leave();
    this.#session = undefined;
    this.#setState('dead');
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateListeners.forEach(listener => listener(state));
  }
}
