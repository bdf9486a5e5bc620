import { protocolVersion, type LinkState, type RpcRequest } from '@daisy-lab/core';
import type { Kernel } from '@jupyterlab/services';
import type { ReplyEnvelope } from './channel.js';
import { commChannel } from './comm-channel.js';
import { controlChannel, kernelStopped } from './control-channel.js';
import { Exchanges } from './exchanges.js';

/** A kernel answers `hello` on the control channel at once, whatever else it does. */
const patienceMs = 5000;

/** Whoever has waited for so long finds out whether the channel still works. */
const lookMs = 4000;

let greetings = 0;

/**
 * Requests to one kernel. They go on the control channel; where no answer comes on it, because the server lets only messages of
 * the standard through, all that waits and all that follows goes on a comm.
 */
export class KernelChannel {
  readonly #kernel: Kernel.IKernelConnection;
  #exchanges: Exchanges;
  #state: LinkState | undefined;
  #greeted = false;
  /** The kernel has answered on the control channel: its server lets requests through. */
  #isSpeaking = false;
  #look: ReturnType<typeof setTimeout> | undefined;

  constructor(kernel: Kernel.IKernelConnection) {
    this.#kernel = kernel;
    this.#exchanges = new Exchanges(controlChannel(kernel));
  }

  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope> {
    this.#watch();
    return this.#exchanges.send(content, buffers);
  }

  /** Follows the state of the connection: requests are repeated when it stands again, and fail when the kernel ends. */
  update(state: LinkState): void {
    const before = this.#state;
    this.#state = state;
    if (state === before) return;
    if (state === 'restarting' || state === 'dead') return this.#lose();
    if (state !== 'ready') return;
    if (this.#greeted) this.#exchanges.repeat();
    else void this.#greet();
  }

  #lose(): void {
    this.#exchanges.fail(kernelStopped());
    this.#exchanges = new Exchanges(controlChannel(this.#kernel));
    this.#greeted = false;
    this.#isSpeaking = false;
  }

  async #greet(): Promise<void> {
    this.#greeted = true;
    const exchanges = this.#exchanges;
    if (await this.#answers(exchanges)) {
      if (this.#exchanges === exchanges) this.#isSpeaking = true;
      return;
    }
    const { connectionStatus, handleComms, isDisposed } = this.#kernel;
    if (this.#exchanges !== exchanges || isDisposed || !handleComms) return;
    if (connectionStatus === 'connected') exchanges.use(commChannel(this.#kernel));
    else this.#greeted = false;
  }

  /**
   * A server with several connections to a kernel that has started anew may lose the control channel of one of them for good. A new
   * connection is made then, on which all is asked again.
   */
  #watch(): void {
    this.#look ??= setTimeout(async () => {
      if (this.#isSpeaking && this.#state === 'ready' && this.#exchanges.isWaiting) await this.#connectIfSilent();
      this.#look = undefined;
      if (this.#exchanges.isWaiting) this.#watch();
    }, lookMs);
  }

  async #connectIfSilent(): Promise<void> {
    const exchanges = this.#exchanges;
    if ((await this.#answers(exchanges)) || this.#exchanges !== exchanges) return;
    if (this.#kernel.connectionStatus === 'connected') await this.#kernel.reconnect().catch(() => undefined);
  }

  /** Whether `hello` is answered in time; true as well when the kernel ends meanwhile, because the next one is greeted anew. */
  #answers(exchanges: Exchanges): Promise<boolean> {
    const id = `greeting-${this.#kernel.clientId}-${++greetings}`;
    const answered = exchanges.send({ v: protocolVersion, id, method: 'hello', params: {} }, []).then(
      () => true,
      () => true,
    );
    const late = new Promise<false>(resolve => setTimeout(() => resolve(false), patienceMs));
    return Promise.race([answered, late]);
  }
}
