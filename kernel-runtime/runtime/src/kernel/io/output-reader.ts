import { headBytes, outputRing, record, takeBytes, word, type OutputRing } from '../output-ring.js';
import type { StreamText } from '../wire/stream-coalescer.js';

const pollMs = 20;

/** Who gets what comes out of the ring, in its order. */
export interface OutputTaker<Message> {
  text(text: StreamText): void;
  message(message: Message): void;
}

/**
 * The I/O thread's end of the output ring. It is woken by a message and then looks every 20 ms until nothing comes, so that a flood
 * costs no messages between the threads, and a cell that prints faster than 50 MB/s waits.
 */
export class OutputReader<Message> {
  readonly #ring: OutputRing;
  readonly #taker: OutputTaker<Message>;
  readonly #messages = new Map<number, Message>();
  #name: StreamText['name'] = 'stdout';
  #cell: string | undefined;
  #poll: NodeJS.Timeout | undefined;
  #draining = false;

  constructor(memory: SharedArrayBuffer, taker: OutputTaker<Message>) {
    this.#ring = outputRing(memory);
    this.#taker = taker;
  }

  /** There is output. */
  woken(): void {
    this.drain();
    this.#poll ??= setInterval(() => {
      if (this.drain()) return;
      clearInterval(this.#poll);
      this.#poll = undefined;
      Atomics.store(this.#ring.control, word.awake, 0);
      if (this.drain()) this.woken(); // written between the last look and the sleep
    }, pollMs);
  }

  /** A message came that has its place in the ring. */
  sent(place: number, message: Message): void {
    this.#messages.set(place, message);
    this.woken();
  }

  /** Takes all that is there; false when there was nothing. Stops at a message that has not arrived yet. */
  drain(): boolean {
    if (this.#draining) return false; // a message that is taken may ask for what came before it
    const { control } = this.#ring;
    const written = Atomics.load(control, word.written);
    let read = Atomics.load(control, word.read);
    if (read === written) return false;
    this.#draining = true;
    try {
      while (read !== written) {
        const head = takeBytes(this.#ring, read, headBytes).readUInt32LE();
        const length = head >>> 2;
        if (!this.#take(head & 3, takeBytes(this.#ring, read + headBytes, length))) break;
        read = (read + headBytes + length) | 0;
      }
    } finally {
      this.#draining = false;
      Atomics.store(control, word.read, read);
      Atomics.notify(control, word.read);
    }
    return true;
  }

  /** Takes everything, also messages whose place was never written because the cell was terminated in between. */
  drainAll(): void {
    this.drain();
    for (const place of [...this.#messages.keys()]) this.#give(place);
  }

  #take(kind: number, bytes: Buffer): boolean {
    if (kind === record.text) this.#taker.text({ name: this.#name, text: bytes.toString(), cell: this.#cell });
    else if (kind === record.message) {
      const place = bytes.readInt32LE();
      const missing = !this.#messages.has(place) && Atomics.load(this.#ring.control, word.taken) - place < 0;
      if (missing) return false;
      this.#give(place);
    } else {
      this.#name = kind === record.stdout ? 'stdout' : 'stderr';
      this.#cell = bytes.toString() || undefined;
    }
    return true;
  }

  #give(place: number): void {
    const message = this.#messages.get(place);
    this.#messages.delete(place);
    Atomics.store(this.#ring.control, word.taken, place);
    Atomics.notify(this.#ring.control, word.taken);
    if (message !== undefined) this.#taker.message(message);
  }
}
