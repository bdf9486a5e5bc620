import type { StoredChunk } from './chunk-tree.js';
import { placeOf } from './threads/store-chunks.js';

/** Where the chunks of a dataset that grows along its first axis lie; they may come in any order. */
export class ChunkList {
  #stored = new Float64Array(3 * 64).fill(NaN);
  #whole = 0;
  storedBytes = 0;

  constructor(
    readonly shape: readonly number[],
    readonly chunk: readonly number[],
  ) {}

  /** Chunks side by side that make one row of chunks along the first axis. */
  get perRow(): number {
    return this.shape
      .slice(1)
      .reduce((product, length, axis) => product * Math.ceil(length / this.chunk[axis + 1]!), 1);
  }

  /** Chunks from the first on that are stored. */
  get count(): number {
    return this.#whole;
  }

  /** Rows of chunks from the first on that are complete. */
  get wholeRows(): number {
    return Math.floor(this.#whole / this.perRow);
  }

  /** Number of the chunk that begins at a place, counted along the last axis first. */
  numberAt(place: readonly number[]): number {
    return place.reduce((number, first, axis) => {
      const count = axis === 0 ? 0 : Math.ceil(this.shape[axis]! / this.chunk[axis]!);
      return number * count + first / this.chunk[axis]!;
    }, 0);
  }

  /** Notes a chunk: its address, bytes and filter mask. */
  add(number: number, entry: Float64Array): void {
    if (3 * number >= this.#stored.length) {
      const grown = new Float64Array(Math.max(3 * number + 3, 2 * this.#stored.length)).fill(NaN);
      grown.set(this.#stored);
      this.#stored = grown;
    }
    this.#stored.set(entry, 3 * number);
    this.storedBytes += entry[1]!;
    while (this.#whole * 3 < this.#stored.length && !Number.isNaN(this.#stored[this.#whole * 3]!)) this.#whole += 1;
  }

  /** The chunks of the rows that are complete, sorted by place. */
  chunks(): readonly StoredChunk[] {
    return Array.from({ length: this.wholeRows * this.perRow }, (_, number) => {
      const [address, bytes, mask] = this.#stored.subarray(3 * number, 3 * number + 3) as unknown as number[];
      return { place: placeOf(number, this.shape, this.chunk), address: address!, bytes: bytes!, mask: mask! };
    });
  }
}
