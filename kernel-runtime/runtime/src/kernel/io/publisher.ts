import { log } from '../log.js';
import type { ToIo } from '../messages.js';
import type { Codec, Header } from '../wire/codec.js';
import type { Sockets } from '../wire/sockets.js';
import { StreamCoalescer } from '../wire/stream-coalescer.js';
import { OutputReader } from './output-reader.js';

/** A message of the main thread that has its place among the texts. */
export type Placed = Extract<ToIo, { readonly place: number }>;
type PlacedComm = Extract<Placed, { readonly kind: 'comm' }>;

const rememberedCells = 5000;
const updateIntervalMs = 50;

/** Everything that goes out on iopub, in order, with the header of the request that caused it. */
export class IopubPublisher {
  /** Told of every message. */
  onSent?: (type: string, content: object, parent: object | undefined, frames: readonly Uint8Array[]) => void;
  readonly #sockets: Sockets;
  readonly #codec: Codec;
  readonly #output: OutputReader<Placed>;
  readonly #headers = new Map<string, Header>();
  readonly #streams = new StreamCoalescer(({ name, text, cell }) =>
    this.#send('stream', { name, text }, this.#headerOf(cell)),
  );
  /** The newest update of each display: a progress bar that is drawn a thousand times a second goes out twenty times. */
  readonly #updates = new Map<string, Extract<Placed, { readonly kind: 'display' }>>();
  #updateTimer: NodeJS.Timeout | undefined;
  #updatedMs = 0;

  constructor(sockets: Sockets, codec: Codec, output: SharedArrayBuffer) {
    this.#sockets = sockets;
    this.#codec = codec;
    this.#output = new OutputReader(output, {
      text: text => this.#streams.write(text),
      message: message => this.#take(message),
    });
  }

  /** Publishes behind what the same cell has printed. */
  publish(
    type: string,
    content: object,
    parent?: object,
    buffers: readonly Uint8Array[] = [],
    metadata: object = {},
  ): void {
    this.#output.drain();
    const { msg_id: cell } = (parent ?? {}) as Partial<Header>;
    if (this.#streams.holds(cell)) this.#streams.flush();
    if (cell !== undefined && [...this.#updates.values()].some(update => update.cell === cell)) this.#sendUpdates();
    this.#send(type, content, parent, buffers, metadata);
  }

  /** Publishes in the name of a cell, which may have ended long ago. */
  publishFor(cell: string | undefined, type: string, content: object): void {
    this.publish(type, content, this.#headerOf(cell));
  }

  /** The main thread has written output. */
  woken(): void {
    this.#output.woken();
  }

  /** The main thread has sent a message that belongs behind what it has written. */
  placed(message: Placed): void {
    this.#output.sent(message.place, message);
  }

  /** Sends all that the main thread has written and sent until now. */
  flush(): void {
    this.#output.drainAll();
    this.#streams.flush();
    this.#sendUpdates();
  }

  /** Late output finds its cell by the id of the execute request, or of a run that belongs to it. */
  remember(header: Header, run: string = header.msg_id): void {
    this.#headers.set(run, header);
    if (this.#headers.size > rememberedCells) this.#headers.delete(this.#headers.keys().next().value!);
  }

  #take(message: Placed): void {
    if (message.kind === 'clear') return this.publishFor(message.cell, 'clear_output', { wait: message.wait });
    if (message.kind === 'error') return this.publishFor(message.cell, 'error', message.content);
    if (message.kind === 'comm') return this.#sendComm(message);
    const id = message.content.transient.display_id;
    if (!message.update) {
      if (id !== undefined && this.#updates.has(id)) this.#sendUpdates();
      return this.publishFor(message.cell, 'display_data', message.content);
    }
    if (id === undefined) return;
    this.#updates.set(id, message);
    const restMs = updateIntervalMs - (performance.now() - this.#updatedMs);
    this.#updateTimer ??= setTimeout(() => this.#sendUpdates(), Math.max(0, restMs));
  }

  #sendComm({ message: { type, comm, target, data, metadata, buffers }, cell }: PlacedComm): void {
    const content = { comm_id: comm, ...(target === undefined ? {} : { target_name: target }), data };
    this.publish(type, content, this.#headerOf(cell), buffers, metadata);
  }

  #sendUpdates(): void {
    clearTimeout(this.#updateTimer);
    this.#updateTimer = undefined;
    if (this.#updates.size === 0) return;
    const updates = [...this.#updates.values()];
    this.#updates.clear();
    this.#updatedMs = performance.now();
    for (const { cell, content } of updates) this.#send('update_display_data', content, this.#headerOf(cell));
  }

  #headerOf(cell: string | undefined): Header | undefined {
    return cell === undefined ? undefined : this.#headers.get(cell);
  }

  #send(
    type: string,
    content: object,
    parent: object | undefined,
    buffers: readonly Uint8Array[] = [],
    metadata: object = {},
  ): void {
    const frames = this.#encode(type, content, parent, buffers, metadata);
    if (typeof frames === 'string') return this.#tellNotSent(type, frames, parent);
    this.onSent?.(type, content, parent, frames);
    this.#sockets.send(this.#sockets.iopub, frames);
  }

  #tellNotSent(type: string, why: string, parent: object | undefined): void {
    if (parent === undefined) return log('error', `a ${type} could not be sent: ${why}`);
    this.#send('stream', { name: 'stderr', text: notSent(why) }, parent);
  }

  /** @returns why not, when a cell shows what JSON cannot hold */
  #encode(
    type: string,
    content: object,
    parent: object | undefined,
    buffers: readonly Uint8Array[],
    metadata: object,
  ): readonly Uint8Array[] | string {
    try {
      return this.#codec.encode({ type, content, parent, identities: [Buffer.from(type)], buffers, metadata });
    } catch (error) {
      return String(error);
    }
  }
}

function notSent(why: string): string {
  return `This could not be shown, because it cannot be written as JSON: ${why}. Show it as text, or convert it first.\n`;
}
