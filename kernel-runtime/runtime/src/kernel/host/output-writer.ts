import { headBytes, outputRing, putBytes, record, ringBytes, word, type OutputRing } from '../output-ring.js';

/** Characters of one record: at most three bytes each, a fraction of the ring. */
const pieceLength = 1 << 15;
/** Messages beside the ring that may be on their way. */
const mostSent = 64;

/** The main thread's end of the output ring. Whatever happens to the running JavaScript, a record is seen whole or not at all. */
export class OutputWriter {
  readonly #ring: OutputRing;
  readonly #wake: () => void;
  readonly #head = new Uint8Array(headBytes);
  #belongs: string | undefined;

  /** @param wake tells the I/O thread that there is output, when it sleeps */
  constructor(memory: SharedArrayBuffer, wake: () => void) {
    this.#ring = outputRing(memory);
    this.#wake = wake;
  }

  write(name: 'stdout' | 'stderr', text: string, cell = ''): void {
    const belongs = name + cell;
    if (belongs !== this.#belongs) {
      this.#append(record[name], Buffer.from(cell));
      this.#belongs = belongs;
    }
    for (let from = 0; from < text.length;) {
      let to = Math.min(text.length, from + pieceLength);
      if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to--;
      this.#append(record.text, Buffer.from(from === 0 && to === text.length ? text : text.slice(from, to)));
      from = to;
    }
  }

  /** Sends a message that keeps its place among the texts; waits while many are on their way. */
  inOrder(send: (place: number) => void): void {
    const { control } = this.#ring;
    const place = (Atomics.load(control, word.sent) + 1) | 0;
    for (;;) {
      const taken = Atomics.load(control, word.taken);
      if (((place - taken) | 0) <= mostSent) break;
      this.#rouse();
      Atomics.wait(control, word.taken, taken);
    }
    Atomics.store(control, word.sent, place);
    send(place);
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(place);
    this.#append(record.message, bytes);
  }

  #append(kind: number, bytes: Uint8Array): void {
    const { control } = this.#ring;
    const written = Atomics.load(control, word.written);
    const size = headBytes + bytes.length;
    for (;;) {
      const read = Atomics.load(control, word.read);
      if (((written - read) >>> 0) + size <= ringBytes) break;
      this.#rouse();
      Atomics.wait(control, word.read, read);
    }
    new DataView(this.#head.buffer).setUint32(0, kind | (bytes.length << 2), true);
    putBytes(this.#ring, written, this.#head);
    putBytes(this.#ring, written + headBytes, bytes);
    Atomics.store(control, word.written, (written + size) | 0);
    this.#rouse();
  }

  #rouse(): void {
    if (Atomics.exchange(this.#ring.control, word.awake, 1) === 0) this.#wake();
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
