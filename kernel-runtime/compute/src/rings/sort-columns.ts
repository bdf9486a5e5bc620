/**
 * Sorts runs of float32 by three passes over 11 bits of their order-preserving integer key. Stable; keeps its buffers.
 */
export class ColumnSorter {
  /** After `sort`: the values in ascending order, and the place each came from. */
  readonly sorted: Float32Array;
  readonly order: Uint32Array;
  private readonly keys: Uint32Array;
  private readonly otherKeys: Uint32Array;
  private readonly otherOrder: Uint32Array;
  private readonly counts: Uint32Array = new Uint32Array(3 * 2048);

  constructor(readonly length: number) {
    this.sorted = new Float32Array(length);
    this.order = new Uint32Array(length);
    this.keys = new Uint32Array(this.sorted.buffer);
    this.otherKeys = new Uint32Array(length);
    this.otherOrder = new Uint32Array(length);
  }

  /** Sorts `length` values from `start` on; they stay as they are. */
  sort(values: Float32Array, start: number): void {
    const { keys, otherKeys, order, otherOrder, counts, length } = this;
    this.sorted.set(values.subarray(start, start + length));
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      const bits = keys[i]!;
      // negative numbers run backwards, positive ones go above them
      const key = (bits & 0x80000000 ? ~bits : bits | 0x80000000) >>> 0;
      keys[i] = key;
      counts[key & 2047]!++;
      counts[2048 + ((key >>> 11) & 2047)]!++;
      counts[4096 + (key >>> 22)]!++;
      order[i] = i;
    }
    for (let pass = 0; pass < 3; pass++) {
      for (let bucket = pass * 2048, at = 0; bucket < (pass + 1) * 2048; bucket++) {
        const count = counts[bucket]!;
        counts[bucket] = at;
        at += count;
      }
    }
    scatter(keys, order, otherKeys, otherOrder, counts, 0, 0);
    scatter(otherKeys, otherOrder, keys, order, counts, 11, 2048);
    scatter(keys, order, otherKeys, otherOrder, counts, 22, 4096);
    order.set(otherOrder);
    for (let i = 0; i < length; i++) {
      const key = otherKeys[i]!;
      keys[i] = key & 0x80000000 ? key & 0x7fffffff : ~key;
    }
  }
}

function scatter(
  keys: Uint32Array,
  order: Uint32Array,
  toKeys: Uint32Array,
  toOrder: Uint32Array,
  counts: Uint32Array,
  shift: number,
  base: number,
): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const at = counts[base + ((key >>> shift) & 2047)]!++;
    toKeys[at] = key;
    toOrder[at] = order[i]!;
  }
}
