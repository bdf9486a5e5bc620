import { types } from 'node:util';

const { isSharedArrayBuffer } = types;
type Values = Readonly<Record<string, unknown>>;

/** How arrays and columns went between threads in this process; a copy means that someone gave memory that cannot be shared. */
export const handOvers = { shared: 0, transferred: 0, copied: 0 };

/**
 * Buffers of outputs that can be given away: not shared, and not those of the inputs, which may be used again. What fills only a small
 * part of its buffer is copied: small texts and bytes of Node lie in one that belongs to all.
 */
export function bytesToTransfer(outputs: Values, inputs: Values): readonly ArrayBuffer[] {
  const kept = new Set(viewsIn(inputs).map(({ buffer }) => buffer));
  const used = new Map<ArrayBufferLike, number>();
  for (const { buffer, byteLength } of viewsIn(outputs)) used.set(buffer, (used.get(buffer) ?? 0) + byteLength);
  const isOwn = ([buffer, bytes]: readonly [ArrayBufferLike, number]): boolean =>
    !isSharedArrayBuffer(buffer) && !kept.has(buffer) && 2 * bytes > buffer.byteLength;
  return [...used].filter(isOwn).map(([buffer]) => buffer as ArrayBuffer);
}

/** Counts how the arrays and columns of a record are going to travel. */
export function countHandOvers(values: Values, given: 'copied' | 'transferred'): void {
  for (const { buffer, byteLength } of viewsIn(values)) {
    if (byteLength === 0) continue;
    if (isSharedArrayBuffer(buffer)) handOvers.shared++;
    else handOvers[given]++;
  }
}

/** The typed arrays in arrays, tables and lists of them. */
function viewsIn(value: unknown): readonly ArrayBufferView[] {
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return [value];
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  // Lists of words and numbers may be long, and hold no memory that could be handed over.
  return typeof members[0] === 'string' && Array.isArray(value) ? [] : members.flatMap(viewsIn);
}
