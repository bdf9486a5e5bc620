/** How data will be read: `frames` one entry of the first axis at a time, `rows` one of the second, `cube` both ways or any box. */
export type Access = 'frames' | 'rows' | 'cube';
export const accesses: readonly Access[] = ['frames', 'rows', 'cube'];

/** Chunks are no larger, but for single rows of images that are. */
const mostBytes = 4 << 20;
/** Chunks that are read both ways: small enough that a slice in either direction decodes little that it does not need. */
const cubeBytes = 1 << 20;
/** Rows that are shorter than this in all frames together are stored together. */
const leastBytes = 64 << 10;

/**
 * The shape of a chunk for an access pattern: whole frames or rows where they fit in 4 MB, parts of them else; cubes of about 1 MB that
 * are long along the last axis, which is read together in any case.
 * @param shape lengths of all axes; the first may be Infinity
 */
export function chunkShape(shape: readonly number[], itemBytes: number, access: Access): readonly number[] {
  const rank = shape.length;
  // what grows for ever is to be seen soon
  const together = shape[0] === Infinity ? leastBytes : cubeBytes;
  if (rank === 1) return [fitted(shape[0]!, together / itemBytes)];
  if (rank === 2) {
    const columns = access === 'cube' ? fitted(shape[1]!, Math.sqrt(cubeBytes / itemBytes)) : shape[1]!;
    const width = fitted(columns, mostBytes / itemBytes);
    return [fitted(shape[0]!, together / itemBytes / width), width];
  }
  if (access === 'cube') return cube(shape, itemBytes);
  const chunk = shape.map(() => 1);
  const columns = fitted(shape[rank - 1]!, mostBytes / itemBytes);
  const across = access === 'frames' ? rank - 2 : rank === 3 ? 0 : rank - 3;
  chunk[rank - 1] = columns;
  chunk[across] = fitted(shape[across]!, mostBytes / itemBytes / columns);
  if (access === 'rows') chunk[rank - 2] = fitted(shape[rank - 2]!, leastBytes / itemBytes / columns / chunk[across]);
  return chunk;
}

/** Parts of an axis of about one length, as few as possible, each no longer than `most`. */
function fitted(length: number, most: number): number {
  const limit = Math.max(1, Math.floor(most));
  if (length <= limit) return length;
  return length === Infinity ? limit : Math.ceil(length / Math.ceil(length / limit));
}

/** 512 values along the last axis; the two others share what is left, twice as much along the slower one. */
function cube(shape: readonly number[], itemBytes: number): readonly number[] {
  const rank = shape.length;
  const chunk = shape.map(() => 1);
  const [slow, middle, fast] = [rank - 3, rank - 2, rank - 1] as const;
  chunk[fast] = fitted(shape[fast]!, 512);
  const left = cubeBytes / itemBytes / chunk[fast];
  chunk[slow] = fitted(shape[slow]!, Math.sqrt(left * 2));
  chunk[middle] = fitted(shape[middle]!, left / chunk[slow]);
  return chunk;
}
