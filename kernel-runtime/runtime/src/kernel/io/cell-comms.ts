import { ownBuffers, type CommMessage } from '../comm-messages.js';
import type { Message } from '../wire/codec.js';

/** Comms of cells as the I/O thread sees them: which there are, and which messages belong to them. */
export class CellCommTable {
  readonly #toCells: (message: CommMessage) => void;
  readonly #targets = new Set<string>();
  readonly #open = new Map<string, string>();

  constructor(toCells: (message: CommMessage) => void) {
    this.#toCells = toCells;
  }

  /** Id and target of each. */
  get comms(): readonly (readonly [string, string])[] {
    return [...this.#open];
  }

  /** A cell takes comms of a target, or takes them no longer. */
  target(name: string, taken: boolean): void {
    if (taken) this.#targets.add(name);
    else this.#targets.delete(name);
  }

  /** A cell has sent this. */
  sent({ type, comm, target = '' }: CommMessage): void {
    if (type === 'comm_open') this.#open.set(comm, target);
    if (type === 'comm_close') this.#open.delete(comm);
  }

  /** Takes comm_open, comm_msg and comm_close of a client. @returns false when no cell wants it */
  take({ header, content, metadata, buffers }: Message): boolean {
    const type = header.msg_type as CommMessage['type'];
    const comm = String(content['comm_id']);
    const target = String(content['target_name']);
    if (type === 'comm_open' ? !this.#targets.has(target) : !this.#open.has(comm)) return false;
    if (type === 'comm_open') this.#open.set(comm, target);
    if (type === 'comm_close') this.#open.delete(comm);
    const opening = type === 'comm_open' ? { target } : {};
    this.#toCells({ type, comm, ...opening, data: content['data'] ?? {}, metadata, buffers: ownBuffers(buffers) });
    return true;
  }
}
