import { DamagedFile } from '../format/file-faults.js';

/** Where the chunks of a dataset lie, by their place in the grid of chunks. */
export class ChunkTable {
  /** Chunks along each axis. */
  readonly grid: readonly number[];
  readonly #total: number;
  #count = 0;
  #places = new Float64Array(64);
  #addresses = new Float64Array(64);
  #bytes = new Float64Array(64);
  #masks = new Uint32Array(64);
  #find: ((place: number) => number) | undefined;

  constructor(
    readonly shape: readonly number[],
    readonly chunk: readonly number[],
  ) {
    this.grid = shape.map((length, axis) => Math.ceil(length / chunk[axis]!));
    this.#total = this.grid.reduce((product, length) => product * length, 1);
    if (this.#total > Number.MAX_SAFE_INTEGER) throw new DamagedFile(`a dataset of ${this.#total} chunks`);
  }

  get count(): number {
    return this.#count;
  }

  address(row: number): number {
    return this.#addresses[row]!;
  }

  bytes(row: number): number {
    return this.#bytes[row]!;
  }

  mask(row: number): number {
    return this.#masks[row]!;
  }

  /** Adds a chunk by its place along each axis; one outside of the dataset, left from when it was larger, is passed over. */
  add(place: ArrayLike<number>, address: number, bytes: number, mask: number): void {
    const { grid } = this;
    let index = 0;
    for (let axis = 0; axis < grid.length; axis++) {
      if (place[axis]! >= grid[axis]!) return;
      index = index * grid[axis]! + place[axis]!;
    }
    this.addAt(index, address, bytes, mask);
  }

  /** Adds a chunk by its number in the grid, counted along the last axis first. */
  addAt(index: number, address: number, bytes: number, mask: number): void {
    if (this.#count === this.#places.length) this.#enlarge();
    const row = this.#count++;
    this.#places[row] = index;
    this.#addresses[row] = address;
    this.#bytes[row] = bytes;
    this.#masks[row] = mask;
  }

  /** Row of a chunk, or -1 when it was never written. */
  row(index: number): number {
    this.#find ??= this.#indexed();
    return this.#find(index);
  }

  #enlarge(): void {
    const grown = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const fresh = new Float64Array(old.length * 2);
      fresh.set(old);
      return fresh;
    };
    this.#places = grown(this.#places);
    this.#addresses = grown(this.#addresses);
    this.#bytes = grown(this.#bytes);
    const masks = new Uint32Array(this.#masks.length * 2);
    masks.set(this.#masks);
    this.#masks = masks;
  }

  /** A table where most chunks are there, a map where few are. */
  #indexed(): (place: number) => number {
    if (this.#total <= 65536 + 8 * this.#count) {
      const rows = new Int32Array(this.#total).fill(-1);
      for (let row = 0; row < this.#count; row++) rows[this.#places[row]!] = row;
      return place => rows[place]!;
    }
    const rows = new Map<number, number>();
    for (let row = 0; row < this.#count; row++) rows.set(this.#places[row]!, row);
    return place => rows.get(place) ?? -1;
  }
}
