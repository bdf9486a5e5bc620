import { canDecode, ChunkCodec, type FilterSpec } from '@daisy-lab/compute';
import { btree2Records } from './btree2.js';
import { checkSum } from './checksum.js';
import { Cursor, nowhere } from './cursor.js';
import { parseFilters } from './dataset-messages.js';
import { DamagedFile, NotReadHere } from './file-faults.js';
import type { FormatFile } from './object-header.js';

/** Where an object or a block of a heap lies, and how: `mask` says which filters were left out. */
interface Stored {
  readonly address: number;
  readonly bytes: number;
  /** null where nothing is filtered. */
  readonly mask: number | null;
  /** Bytes once the filters are undone. */
  readonly plainBytes: number;
}

const [hugeRecords, filteredHugeRecords] = [1, 2];
const mostBlocksKept = 16;

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
  readonly #filters: readonly FilterSpec[];
  readonly #rootStored: Pick<Stored, 'bytes' | 'mask'>;
  readonly #hugeIndex: number;
  readonly #plainBlocks = new Map<number, Uint8Array>();
  #codec: ChunkCodec | undefined;

  constructor(file: FormatFile, address: number) {
    const { offsetBytes, lengthBytes } = file.sizes;
    this.#file = file;
    const fixedBytes = 22 + 12 * lengthBytes + 3 * offsetBytes;
    const filterBytes = new Cursor(file.bytes.read(address + 7, 2), file.sizes).u16();
    const bytes = fixedBytes + (filterBytes > 0 ? lengthBytes + 4 + filterBytes : 0) + 4;
    const head = new Cursor(file.bytes.read(address, bytes), file.sizes).expect('FRHP').skip(5);
    checkSum(head.bytes, 'a heap');
    const mostObject = head.skip(1).u32();
    this.#hugeIndex = head.skip(lengthBytes).address();
    head.skip(lengthBytes + offsetBytes + 8 * lengthBytes);
    this.#width = head.u16();
    this.#startBytes = head.length();
    const mostDirect = head.length();
    const heapBits = head.u16();
    this.#root = head.skip(2).address();
    this.#rootRows = head.u16();
    this.#rootStored = filterBytes > 0 ? { bytes: head.length(), mask: head.u32() } : { bytes: 0, mask: null };
    this.#filters = filterBytes > 0 ? parseFilters(head.take(filterBytes), file.sizes) : [];
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
    if (kind === 1) return this.#plain(this.#huge(cursor));
    const offset = cursor.uint(this.#offsetBytes);
    const length = cursor.uint(this.#lengthBytes);
    const { at, block } = this.#place(offset);
    if (block.mask === null) return this.#file.bytes.read(block.address + at, length);
    return new Cursor(this.#plainBlock(block), this.#file.sizes).skip(at).take(length);
  }

  /** An object that is too large for the blocks, listed under its number. */
  #huge(cursor: Cursor): Stored {
    const { offsetBytes, lengthBytes } = this.#file.sizes;
    const filtered = this.#filters.length > 0;
    const directBytes = offsetBytes + lengthBytes + (filtered ? 4 + lengthBytes : 0);
    if (cursor.left >= directBytes) return this.#storedObject(cursor);
    const number = cursor.uint(Math.min(lengthBytes, cursor.left));
    const type = filtered ? filteredHugeRecords : hugeRecords;
    for (const bytes of btree2Records(this.#file, this.#hugeIndex, type)) {
      const record = new Cursor(bytes, this.#file.sizes);
      const stored = this.#storedObject(record);
      if (record.length() === number) return stored;
    }
    throw new DamagedFile('an object is missing in a heap');
  }

  #storedObject(cursor: Cursor): Stored {
    const [address, bytes] = [cursor.address(), cursor.length()];
    if (this.#filters.length === 0) return { address, bytes, mask: null, plainBytes: bytes };
    return { address, bytes, mask: cursor.u32(), plainBytes: cursor.length() };
  }

  #plain({ address, bytes, mask, plainBytes }: Stored): Uint8Array {
    const stored = this.#file.bytes.read(address, bytes);
    if (mask === null) return stored;
    if (!canDecode(this.#filters)) throw new NotReadHere('a heap with filters');
    this.#codec ??= new ChunkCodec();
    const format = { filters: this.#filters, chunkBytes: plainBytes };
    this.#codec.room(bytes, format).set(stored);
    return this.#codec.decode(bytes, format, mask, [0, plainBytes]).slice();
  }

  #plainBlock(block: Stored): Uint8Array {
    let plain = this.#plainBlocks.get(block.address);
    if (!plain) {
      if (this.#plainBlocks.size >= mostBlocksKept) this.#plainBlocks.clear();
      plain = this.#plain(block);
      this.#plainBlocks.set(block.address, plain);
    }
    return plain;
  }

  /** The block of a place in the heap, and where in it the place lies. */
  #place(offset: number): { at: number; block: Stored } {
    const { sizes, bytes: file } = this.#file;
    if (this.#root === nowhere) throw new DamagedFile('a heap is empty');
    if (this.#rootRows === 0)
      return { at: offset, block: { address: this.#root, ...this.#rootStored, plainBytes: this.#startBytes } };
    const filtered = this.#filters.length > 0;
    const directEntry = sizes.offsetBytes + (filtered ? sizes.lengthBytes + 4 : 0);
    let table = this.#root;
    let start = 0;
    for (let depth = 0; depth < 64; depth++) {
      const { row, column, from, bytes } = this.#cell(offset - start);
      const direct = row < this.#directRows;
      const before = Math.min(row, this.#directRows) * this.#width + (direct ? column : 0);
      const behind = direct ? 0 : (row - this.#directRows) * this.#width + column;
      const entryAt = 5 + sizes.offsetBytes + this.#offsetBytes + before * directEntry + behind * sizes.offsetBytes;
      new Cursor(file.read(table, 4), sizes).expect('FHIB');
      const entry = new Cursor(file.read(table + entryAt, direct ? directEntry : sizes.offsetBytes), sizes);
      const child = entry.address();
      if (child === nowhere || offset - start - from >= bytes)
        throw new DamagedFile('an object lies outside of its heap');
      start += from;
      if (direct) {
        const stored = filtered ? { bytes: entry.length(), mask: entry.u32() } : { bytes, mask: null };
        return { at: offset - start, block: { address: child, ...stored, plainBytes: bytes } };
      }
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
