import { checkSum } from './checksum.js';
import { Cursor, nowhere } from './cursor.js';
import { DamagedFile, NotReadHere } from './file-faults.js';
import type { FormatFile } from './object-header.js';

/** A heap of objects of any size, in which dense groups keep their links and objects their many attributes. */
export class FractalHeap {
  readonly #file: FormatFile;
  readonly #offsetBytes: number;
  readonly #lengthBytes: number;
  readonly #width: number;
  readonly #startBytes: number;
  readonly #directRows: number;
  readonly #root: number;
  readonly #rootRows: number;

  constructor(file: FormatFile, address: number) {
    const { offsetBytes, lengthBytes } = file.sizes;
    this.#file = file;
    const bytes = 26 + 12 * lengthBytes + 3 * offsetBytes;
    const head = new Cursor(file.bytes.read(address, bytes), file.sizes).expect('FRHP').skip(1);
    head.skip(2);
    if (head.u16() > 0) throw new NotReadHere('a heap with filters');
    checkSum(head.bytes.subarray(0, bytes), 'a heap');
    const mostObject = head.skip(1).u32();
    head.skip(lengthBytes + offsetBytes + lengthBytes + offsetBytes + 8 * lengthBytes);
    this.#width = head.u16();
    this.#startBytes = head.length();
    const mostDirect = head.length();
    const heapBits = head.u16();
    this.#root = head.skip(2).address();
    this.#rootRows = head.u16();
    this.#offsetBytes = Math.ceil(heapBits / 8);
    if (this.#startBytes === 0 || this.#width === 0 || heapBits > 64) throw new DamagedFile('a heap of odd sizes');
    this.#directRows = Math.log2(mostDirect) - Math.log2(this.#startBytes) + 2;
    const smaller = Math.min(mostDirect, mostObject);
    this.#lengthBytes = Math.floor(Math.log2(Math.max(1, smaller)) / 8) + 1;
  }

  /** The object that an identifier stands for. */
  object(id: Uint8Array): Uint8Array {
    const cursor = new Cursor(id, this.#file.sizes);
    const kind = (cursor.u8() >> 4) & 3;
    if (kind === 2) return cursor.take((id[0]! & 15) + 1);
    if (kind !== 0) throw new NotReadHere('an object that is too large for its heap');
    const offset = cursor.uint(this.#offsetBytes);
    const length = cursor.uint(this.#lengthBytes);
    return this.#file.bytes.read(this.#place(offset), length);
  }

  /** Where a place in the heap lies in the file. */
  #place(offset: number): number {
    if (this.#root === nowhere) throw new DamagedFile('a heap is empty');
    if (this.#rootRows === 0) return this.#root + offset;
    let table = this.#root;
    let start = 0;
    for (let depth = 0; depth < 64; depth++) {
      const { row, column, from, bytes } = this.#cell(offset - start);
      const entry = row * this.#width + column;
      const entryAt =
        table + 5 + this.#file.sizes.offsetBytes + this.#offsetBytes + entry * this.#file.sizes.offsetBytes;
      const signature = this.#file.bytes.read(table, 4);
      new Cursor(signature, this.#file.sizes).expect('FHIB');
      const child = new Cursor(
        this.#file.bytes.read(entryAt, this.#file.sizes.offsetBytes),
        this.#file.sizes,
      ).address();
      if (child === nowhere || offset - start - from >= bytes)
        throw new DamagedFile('an object lies outside of its heap');
      start += from;
      if (row < this.#directRows) return child + offset - start;
      table = child;
    }
    throw new DamagedFile('the blocks of a heap lead to each other');
  }

  /** Rows hold `width` blocks each: two rows of the smallest, then each row twice as large as the one before. */
  #cell(offset: number): { row: number; column: number; from: number; bytes: number } {
    let from = 0;
    for (let row = 0; row < 64; row++) {
      const bytes = this.#startBytes * 2 ** Math.max(0, row - 1);
      if (offset < from + bytes * this.#width) {
        const column = Math.floor((offset - from) / bytes);
        return { row, column, from: from + column * bytes, bytes };
      }
      from += bytes * this.#width;
    }
    throw new DamagedFile('an object lies outside of its heap');
  }
}
