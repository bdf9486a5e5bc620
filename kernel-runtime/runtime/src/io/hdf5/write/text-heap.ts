import { ByteWriter } from './byte-writer.js';
import type { FileRoom } from './file-room.js';

const smallestHeap = 4096;
const mostObjects = 65_000;

/** Texts of variable length, written in heaps: each text once. */
export class TextHeap {
  readonly #places = new Map<string, Uint8Array>();
  readonly #waiting: string[] = [];

  /** Notes a text that will be referred to. */
  add(text: string): void {
    if (text === '' || this.#places.has(text)) return;
    this.#places.set(text, new Uint8Array(0));
    this.#waiting.push(text);
  }

  /** The element that stands for a text, once its heap is written. */
  reference(text: string): Uint8Array {
    return text === '' ? new Uint8Array(16) : this.#places.get(text)!;
  }

  /** Writes what was noted since. */
  flush(room: FileRoom): void {
    while (this.#waiting.length > 0) this.#writeHeap(this.#waiting.splice(0, mostObjects), room);
  }

  #writeHeap(texts: readonly string[], room: FileRoom): void {
    const encoded = texts.map(text => new TextEncoder().encode(text));
    const used = encoded.reduce((sum, { length }) => sum + 16 + Math.ceil(length / 8) * 8, 16);
    const size = Math.max(smallestHeap, used);
    const heap = new ByteWriter().text('GCOL').u32(1).u64(size);
    encoded.forEach((bytes, index) => {
      heap
        .u16(index + 1)
        .u16(1)
        .u32(0)
        .u64(bytes.length)
        .raw(bytes)
        .padTo8();
    });
    if (size - used >= 16)
      heap
        .u16(0)
        .u16(0)
        .u32(0)
        .u64(size - used);
    const address = room.append(heap.fillTo(size).bytes());
    texts.forEach((text, index) => {
      const element = new ByteWriter()
        .u32(encoded[index]!.length)
        .u64(address)
        .u32(index + 1);
      this.#places.set(text, element.bytes().slice());
    });
  }
}
