import { randomUUID } from 'node:crypto';
import { ownBuffers, type CommMessage } from '../comm-messages.js';
import { ownerOrLatest, within, type LiveCell } from './attribution.js';

type Bytes = ArrayBufferView | ArrayBufferLike;

/** What came on a comm. Each buffer begins at byte 0 of its own ArrayBuffer. */
export interface Received {
  readonly data: unknown;
  readonly buffers: readonly Uint8Array[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

type Handler = (message: Received) => unknown;
type OpenHandler = (comm: Comm, message: Received) => unknown;

/** What a comm says to the I/O thread, in the name of a cell. */
export interface CommPort {
  send(message: CommMessage, cell: string | undefined): void;
  /** Whether comms of this target are taken from now on. */
  target(name: string, taken: boolean): void;
}

/** A line between a cell and a program of the page. Messages come in their order, in both directions. */
class Comm {
  readonly id: string;
  readonly target: string;
  readonly #say: (message: Omit<CommMessage, 'comm'>) => void;
  readonly #ended: () => void;
  #onMessage: Handler | undefined;
  #onClose: Handler | undefined;
  /** What comes before anybody listens. */
  readonly #early: Received[] = [];
  readonly #cell = ownerOrLatest();

  constructor(id: string, target: string, say: (message: Omit<CommMessage, 'comm'>) => void, ended: () => void) {
    this.id = id;
    this.target = target;
    this.#say = say;
    this.#ended = ended;
  }

  send(data: unknown = {}, buffers: readonly Bytes[] = []): void {
    this.#say({ type: 'comm_msg', data, buffers: ownBuffers(buffers) });
  }

  close(data: unknown = {}, buffers: readonly Bytes[] = []): void {
    this.#ended();
    this.#say({ type: 'comm_close', data, buffers: ownBuffers(buffers) });
  }

  onMessage(handler: Handler): void {
    this.#onMessage = handler;
    for (const message of this.#early.splice(0)) this.receive('comm_msg', message);
  }

  onClose(handler: Handler): void {
    this.#onClose = handler;
  }

  receive(type: CommMessage['type'], message: Received): void {
    if (type === 'comm_close') this.#ended();
    const handler = type === 'comm_close' ? this.#onClose : this.#onMessage;
    if (handler) call(this.#cell, () => handler(message));
    else if (type === 'comm_msg') this.#early.push(message);
  }
}

/** Comms of cells: `comms.register` answers programs of the page, `comms.open` calls one. */
export class CellComms {
  readonly #port: CommPort;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, { readonly handler: OpenHandler; readonly cell: LiveCell | undefined }>();

  constructor(port: CommPort) {
    this.#port = port;
  }

  /** Makes the global `comms`. */
  install(): void {
    const comms = {
      register: (target: string, handler: OpenHandler): void => {
        this.#targets.set(String(target), { handler, cell: ownerOrLatest() });
        this.#port.target(String(target), true);
      },
      unregister: (target: string): void => {
        this.#targets.delete(target);
        this.#port.target(target, false);
      },
      open: (
        target: string,
        data: unknown = {},
        { buffers = [], metadata = {}, id = randomUUID() }: { buffers?: Bytes[]; metadata?: object; id?: string } = {},
      ): Comm => {
        const comm = this.#comm(id, target);
        const opening = { data, metadata: { ...metadata }, buffers: ownBuffers(buffers) };
        this.#port.send({ type: 'comm_open', comm: id, target, ...opening }, ownerOrLatest()?.id);
        return comm;
      },
    };
    Object.defineProperty(globalThis, 'comms', { value: comms, configurable: true, writable: true });
  }

  /** A message of the page. */
  receive({ type, comm: id, target = '', data, metadata = {}, buffers }: CommMessage): void {
    const message = { data, metadata, buffers };
    if (type !== 'comm_open') return this.#open.get(id)?.receive(type, message);
    const registered = this.#targets.get(target);
    if (!registered) return this.#port.send({ type: 'comm_close', comm: id, data: {}, buffers: [] }, undefined);
    const { cell, handler } = registered;
    const comm = cell ? within(cell, () => this.#comm(id, target)) : this.#comm(id, target);
    call(cell, () => handler(comm, message));
  }

  #comm(id: string, target: string): Comm {
    const say = (message: Omit<CommMessage, 'comm'>): void =>
      this.#port.send({ ...message, comm: id }, ownerOrLatest()?.id);
    const comm = new Comm(id, target, say, () => this.#open.delete(id));
    this.#open.set(id, comm);
    return comm;
  }
}

/** In a turn of its own and as a part of its cell, which also gets the error when it fails. */
function call(cell: LiveCell | undefined, body: () => unknown): void {
  const turn = (): Promise<unknown> => Promise.resolve().then(body);
  void (cell ? within(cell, turn) : turn());
}
