import { eventsTarget, rpcTarget } from '@daisy-lab/core';
import { EventHub } from '../rpc/event-hub.js';
import { RpcComms, type Handle } from '../rpc/rpc-comms.js';
import type { CommMessage } from '../comm-messages.js';
import type { Message } from '../wire/codec.js';
import { CellCommTable } from './cell-comms.js';
import type { IopubPublisher } from './publisher.js';

/** The kernel's side of comms: the kernel pushes events, answers requests, and passes on what cells and programs of the page say. */
export class Comms {
  readonly events: EventHub;
  readonly cells: CellCommTable;
  readonly #rpc: RpcComms;
  readonly #publisher: IopubPublisher;

  constructor(publisher: IopubPublisher, epoch: string, handle: Handle, toCells: (message: CommMessage) => void) {
    this.#publisher = publisher;
    this.cells = new CellCommTable(toCells);
    this.events = new EventHub(epoch, (comm, event) => publisher.publish('comm_msg', { comm_id: comm, data: event }));
    this.#rpc = new RpcComms(handle, (comm, { content, buffers }, parent) =>
      publisher.publish('comm_msg', { comm_id: comm, data: content }, parent, buffers),
    );
  }

  /** Handles comm_open, comm_msg and comm_close; a comm of another target is closed again, as Jupyter asks. */
  handle(message: Message): void {
    const { header, content } = message;
    if (this.#rpc.take(message) || this.cells.take(message)) return;
    const id = String(content['comm_id']);
    if (header.msg_type === 'comm_close') this.events.close(id);
    if (header.msg_type !== 'comm_open') return;
    if (content['target_name'] === eventsTarget) this.events.open(id);
    else this.#publisher.publish('comm_close', { comm_id: id, data: {} }, header);
  }

  /** Content of the `comm_info_reply`. */
  info(target: unknown): object {
    const all = [
      ...this.events.comms.map(id => [id, eventsTarget] as const),
      ...this.#rpc.comms.map(id => [id, rpcTarget] as const),
      ...this.cells.comms,
    ];
    const listed = all.filter(([, name]) => typeof target !== 'string' || target === '' || target === name);
    return { status: 'ok', comms: Object.fromEntries(listed.map(([id, name]) => [id, { target_name: name }])) };
  }
}
