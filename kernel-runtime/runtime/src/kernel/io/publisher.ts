import type { Codec, Header } from '../wire/codec.js';
import type { Sockets } from '../wire/sockets.js';
import { StreamCoalescer, type StreamText } from '../wire/stream-coalescer.js';

const rememberedCells = 5000;

/** Everything that goes out on iopub, in order, with the header of the request that caused it. */
export class IopubPublisher {
  readonly #sockets: Sockets;
  readonly #codec: Codec;
  readonly #headers = new Map<string, Header>();
  readonly #streams = new StreamCoalescer(({ name, text, cell }) =>
    this.#send('stream', { name, text }, this.#headerOf(cell)),
  );

  constructor(sockets: Sockets, codec: Codec) {
    this.#sockets = sockets;
    this.#codec = codec;
  }

  publish(type: string, content: object, parent?: object): void {
    this.#streams.flush();
    this.#send(type, content, parent);
  }

  /** Publishes in the name of a cell, which may have ended long ago. */
  publishFor(cell: string | undefined, type: string, content: object): void {
    this.publish(type, content, this.#headerOf(cell));
  }

  stream(text: StreamText): void {
    this.#streams.write(text);
  }

  flush(): void {
    this.#streams.flush();
  }

  /** Late output finds its cell by the id of the execute request. */
  remember(header: Header): void {
    this.#headers.set(header.msg_id, header);
    if (this.#headers.size > rememberedCells) this.#headers.delete(this.#headers.keys().next().value!);
  }

  #headerOf(cell: string | undefined): Header | undefined {
    return cell === undefined ? undefined : this.#headers.get(cell);
  }

  #send(type: string, content: object, parent: object | undefined): void {
    this.#sockets.send(
      this.#sockets.iopub,
      this.#codec.encode({ type, content, parent, identities: [Buffer.from(type)] }),
    );
  }
}
