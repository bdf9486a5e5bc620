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
import type { BatchReplies, Call, RpcClient } from '@daisy-lab/apps/kit';
import type { ReplyEnvelope } from './channel.js';
import { kernelStopped } from './control-channel.js';
import { openEvents } from './events.js';
import { KernelChannel } from './kernel-channel.js';
import { linkStateOf } from './link-state.js';

/** What turns envelopes into typed requests, and lossy events into events without holes. */
export type LinkClient = Pick<RpcClient, 'request' | 'batch' | 'receive' | 'resync' | 'onEvent'>;

export type MakeClient = (transport: {
  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope>;
}) => LinkClient | Promise<LinkClient>;

/** How often the kernel is asked whether events were lost; without a comm, how often for events at all. */
const resyncMs = { listening: 60_000, polling: 2000 };

/**
 * The link of the screens to the kernel of a session. It opens the session on the first request, follows the kernel through
 * restarts and exchanges, and opens a new session when the old one was shut down and somebody asks again.
 */
export class SessionLink implements KernelLink {
  readonly #open: () => Promise<Session.ISessionConnection>;
  readonly #makeClient: MakeClient;
  readonly #stateListeners = new Set<(state: LinkState) => void>();
  readonly #eventListeners = new Set<(event: DaisyEvent) => void>();
  #client: Promise<LinkClient> | undefined;
  #channel: KernelChannel | undefined;
  #resync: ReturnType<typeof setInterval> | undefined;
  #session: Promise<Session.ISessionConnection> | undefined;
  #joined: Session.ISessionConnection | undefined;
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
    if (this.#kernel && linkStateOf(this.#kernel) !== 'dead')
      return void this.#kernel.restart().catch(() => this.#setState('dead'));
    if (this.#kernel) this.#lose();
    this.connect();
  }

  async request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: RequestOptions,
  ): Promise<ServiceReply<M>> {
    return (await this.#loaded()).request(method, params, options);
  }

  /** Several requests in one message, see `RpcClient`. */
  async batch<const C extends readonly Call[]>(calls: C, options?: RequestOptions): Promise<BatchReplies<C>> {
    return (await this.#loaded()).batch(calls, options);
  }

  onEvent(listener: (event: DaisyEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onState(listener: (state: LinkState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** The client is code that is loaded when it is first needed. */
  #loaded(): Promise<LinkClient> {
    const send = async (content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope> =>
      (await this.#connected()).send(content, buffers);
    this.#client ??= Promise.resolve(this.#makeClient({ send })).then(client => {
      client.onEvent(event => this.#eventListeners.forEach(listener => listener(event)));
      return client;
    });
    return this.#client;
  }

  async #connected(): Promise<KernelChannel> {
    this.#session ??= this.#openSession();
    await this.#session;
    if (!this.#channel) throw new Error('The session has no kernel.');
    return this.#channel;
  }

  async #openSession(): Promise<Session.ISessionConnection> {
    this.#setState('connecting');
    try {
      const session = await this.#open();
      if (session.isDisposed) throw kernelStopped();
      this.#joined = session;
      session.kernelChanged.connect(this.#changed);
      session.disposed.connect(this.#disposed);
      this.#follow(session.kernel);
      return session;
    } catch (error) {
      this.#lose();
      throw error;
    }
  }

  readonly #changed = ({ kernel }: Session.ISessionConnection): void => this.#follow(kernel);
  readonly #disposed = (): void => this.#lose();

  #follow(kernel: Kernel.IKernelConnection | null): void {
    this.#leave();
    if (!kernel) return this.#setState('dead');
    this.#kernel = kernel;
    this.#channel = new KernelChannel(kernel);
    kernel.statusChanged.connect(this.#update);
    kernel.connectionStatusChanged.connect(this.#update);
    this.#update();
  }

  readonly #update = (): void => {
    if (!this.#kernel) return;
    const state = linkStateOf(this.#kernel);
    if (state === 'restarting' || state === 'dead') this.#comm = undefined;
    this.#channel?.update(state);
    if (state === 'ready' && (this.#state !== 'ready' || !this.#resync)) this.#listen(this.#kernel);
    this.#setState(state);
  };

  /** Events come on a comm, or are asked for where this connection has none; what was missed meanwhile is made up for at once. */
  #listen(kernel: Kernel.IKernelConnection): void {
    if (kernel.handleComms && (!this.#comm || this.#comm.isDisposed)) {
      const client = this.#loaded();
      this.#comm = openEvents(kernel, event => void client.then(client => client.receive(event)));
    }
    const comm = this.#comm?.commId;
    const resync = (): void => {
      if (this.#state === 'ready' && this.#eventListeners.size > 0)
        void this.#loaded().then(client => client.resync(comm));
    };
    clearInterval(this.#resync);
    this.#resync = setInterval(resync, comm === undefined ? resyncMs.polling : resyncMs.listening);
    setTimeout(resync, 0);
  }

  #leave(): void {
    this.#kernel?.statusChanged.disconnect(this.#update);
    this.#kernel?.connectionStatusChanged.disconnect(this.#update);
    this.#channel?.update('dead');
    clearInterval(this.#resync);
    this.#resync = undefined;
    this.#channel = undefined;
    this.#kernel = undefined;
    this.#comm = undefined;
  }

  #lose(): void {
    this.#leave();
    this.#joined?.kernelChanged.disconnect(this.#changed);
    this.#joined?.disposed.disconnect(this.#disposed);
    this.#joined = undefined;
    this.#session = undefined;
    this.#setState('dead');
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateListeners.forEach(listener => listener(state));
  }
}
