import { protocolVersion, type LinkState, type RpcRequest } from '@daisy-lab/core';
import type { Kernel } from '@jupyterlab/services';
import type { ReplyEnvelope } from './channel.js';
import { commChannel } from './comm-channel.js';
import { controlChannel, kernelStopped } from './control-channel.js';
import { Exchanges } from './exchanges.js';

/** A kernel answers `hello` on the control channel at once, whatever else it does. */
const patienceMs = 5000;

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

  constructor(kernel: Kernel.IKernelConnection) {
    this.#kernel = kernel;
    this.#exchanges = new Exchanges(controlChannel(kernel));
  }

  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope> {
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
  }

  async #greet(): Promise<void> {
    this.#greeted = true;
    const exchanges = this.#exchanges;
    const id = `greeting-${this.#kernel.clientId}-${++greetings}`;
    const answered = exchanges.send({ v: protocolVersion, id, method: 'hello', params: {} }, []).then(
      () => true,
      () => true, // the kernel ended; the next one is greeted anew
    );
    const late = new Promise<false>(resolve => setTimeout(() => resolve(false), patienceMs));
    if (await Promise.race([answered, late])) return;
    const { connectionStatus, handleComms, isDisposed } = this.#kernel;
    if (this.#exchanges !== exchanges || isDisposed || !handleComms) return;
    if (connectionStatus === 'connected') exchanges.use(commChannel(this.#kernel));
    else this.#greeted = false;
  }
}
