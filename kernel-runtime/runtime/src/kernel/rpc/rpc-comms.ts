import { rpcTarget } from '@daisy-lab/core';
import type { Message } from '../wire/codec.js';
import type { RpcReplyMessage } from './envelope.js';

const mostComms = 1000;

/** What carries a reply back: a `comm_msg` on iopub, with the header of its request. */
export type SendComm = (comm: string, reply: RpcReplyMessage, parent: object) => void;

/** Answers a request of a client, see `RpcRouter`. */
export type Handle = (
  session: string,
  content: Readonly<Record<string, unknown>>,
  buffers: readonly Uint8Array[],
) => Promise<RpcReplyMessage>;

/** Requests on comms, for clients and servers that have no way for `daisy_request`: the data of a `comm_msg` is the envelope. */
export class RpcComms {
  readonly #handle: Handle;
  readonly #send: SendComm;
  readonly #open = new Set<string>();

  constructor(handle: Handle, send: SendComm) {
    this.#handle = handle;
    this.#send = send;
  }

  get comms(): readonly string[] {
    return [...this.#open];
  }

  /** Takes comm_open, comm_msg and comm_close. @returns false when the comm is not one of these */
  take({ header, content, buffers }: Message): boolean {
    const id = String(content['comm_id']);
    if (header.msg_type === 'comm_open' && content['target_name'] === rpcTarget) this.#add(id);
    else if (!this.#open.has(id)) return false;
    else if (header.msg_type === 'comm_close') this.#open.delete(id);
    else if (header.msg_type === 'comm_msg') void this.#answer(id, header, content['data'], buffers);
    return true;
  }

  /** Pages that were reloaded never close their comms. */
  #add(id: string): void {
    this.#open.add(id);
    if (this.#open.size > mostComms) this.#open.delete(this.#open.values().next().value!);
  }

  async #answer(comm: string, header: Message['header'], data: unknown, buffers: readonly Uint8Array[]): Promise<void> {
    const content = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
    this.#send(comm, await this.#handle(header.session, content, buffers), header);
  }
}
