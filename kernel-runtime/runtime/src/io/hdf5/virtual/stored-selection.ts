import { Cursor } from '../format/cursor.js';
import { DamagedFile, NotReadHere } from '../format/file-faults.js';

/** Entries `[first, end)` along one axis. */
export type Stretch = readonly [first: number, end: number];

/** Blocks that follow each other for ever; an infinite block has no end itself. */
export interface Endless {
  readonly start: number;
  readonly stride: number;
  readonly block: number;
}

/** What is selected along one axis. */
export type StoredAxis = readonly Stretch[] | Endless;

/** A selection that is made of stretches along each axis, as it is stored; null for everything. */
export type StoredSelection = readonly StoredAxis[] | null;

/** The same where every axis has an end. */
export type FiniteSelection = readonly (readonly Stretch[])[] | null;

const mostStretches = 100_000;

/**
 * Reads a selection of a dataset as it is stored with a mapping.
 * @throws NotReadHere for single points and blocks that are no grid.
 */
export function readSelection(cursor: Cursor): StoredSelection {
  const kind = cursor.u32();
  const version = cursor.u32();
  if (kind === 3) {
    cursor.skip(8);
    return null;
  }
  if (kind !== 2) throw new NotReadHere(kind === 0 ? 'a mapping of nothing' : 'a mapping of single points');
  if (version === 1) return listed(cursor.skip(8), 4);
  if (version === 2) return grid(cursor.skip(5), 8);
  if (version !== 3) throw new NotReadHere(`a selection of version ${version}`);
  const regular = (cursor.u8() & 1) !== 0;
  const bytes = cursor.u8();
  return regular ? grid(cursor, bytes) : listed(cursor, bytes);
}

/** Start, stride, count and block for each axis. */
function grid(cursor: Cursor, bytes: number): StoredSelection {
  return Array.from({ length: rankOf(cursor) }, () => {
    const start = limited(cursor, bytes);
    const stride = limited(cursor, bytes);
    const [count, block] = [unlimited(cursor, bytes), unlimited(cursor, bytes)];
    if (count === 0 || block === 0) throw new NotReadHere('a mapping of nothing');
    if (stride < block && count > 1 && block < Infinity) throw new DamagedFile('a mapping of blocks that overlap');
    if (count === Infinity || block === Infinity) return { start, stride, block };
    if (count === 1 || stride === block) return [[start, start + count * block] as const];
    if (count > mostStretches) throw new DamagedFile(`a mapping of ${count} blocks`);
    return Array.from({ length: count }, (_, index): Stretch => [
      start + index * stride,
      start + index * stride + block,
    ]);
  });
}

/** Blocks by their corners, which make a grid or not. */
function listed(cursor: Cursor, bytes: number): StoredSelection {
  const rank = rankOf(cursor);
  const count = cursor.uint(bytes);
  if (count === 0) throw new NotReadHere('a mapping of nothing');
  if (count * 2 * rank * bytes > cursor.left) throw new DamagedFile(`a mapping of ${count} blocks`);
  const axes = Array.from({ length: rank }, () => new Map<number, Stretch>());
  for (let block = 0; block < count; block++) {
    const first = axes.map(() => limited(cursor, bytes));
    for (const [axis, start] of first.entries()) {
      const stretch = [start, limited(cursor, bytes) + 1] as const;
      const known = axes[axis]!.get(start);
      if (stretch[1] <= start || (known && known[1] !== stretch[1])) throw new NotReadHere('a mapping that is no grid');
      axes[axis]!.set(start, stretch);
    }
  }
  const grid = axes.map(stretches => [...stretches.values()].sort(([a], [b]) => a - b));
  const apart = grid.every(stretches => stretches.every(([start], index) => start >= (stretches[index - 1]?.[1] ?? 0)));
  // different blocks: as many as the grid has are all of it
  if (grid.reduce((product, { length }) => product * length, 1) === count && apart) return grid;
  throw new NotReadHere('a mapping that is no grid');
}

function rankOf(cursor: Cursor): number {
  const rank = cursor.u32();
  if (rank < 1 || rank > 32) throw new DamagedFile(`a selection of ${rank} axes`);
  return rank;
}

function limited(cursor: Cursor, bytes: number): number {
  const value = unlimited(cursor, bytes);
  if (value === Infinity) throw new DamagedFile('a mapping that begins nowhere');
  return value;
}

function unlimited(cursor: Cursor, bytes: number): number {
  const field = cursor.take(bytes);
  return field.every(byte => byte === 255) ? Infinity : new Cursor(field, cursor.sizes).uint(bytes);
}
