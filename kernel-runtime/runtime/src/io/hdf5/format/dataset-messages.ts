import type { FilterSpec } from '@daisy-lab/compute';
import { Cursor, nowhere, type FieldSizes } from './cursor.js';
import { DamagedFile, NotReadHere } from './file-faults.js';

const mostAxes = 32;

export interface Dataspace {
  readonly shape: readonly number[];
  /** Infinity where an axis may grow for ever. */
  readonly mostShape: readonly number[];
  /** A dataset without any value, unlike one of shape []. */
  readonly empty: boolean;
}

export function parseDataspace(body: Uint8Array, sizes: FieldSizes): Dataspace {
  const cursor = new Cursor(body, sizes);
  const version = cursor.u8();
  const rank = cursor.u8();
  const flags = cursor.u8();
  if (version !== 1 && version !== 2) throw new NotReadHere(`dataspace version ${version}`);
  if (rank > mostAxes) throw new DamagedFile(`an array of ${rank} axes`);
  const kind = cursor.u8();
  if (version === 1) cursor.skip(4);
  const shape = Array.from({ length: rank }, () => cursor.length());
  const mostShape = flags & 1 ? shape.map(() => cursor.lengthOrUnlimited()) : shape;
  return { shape, mostShape, empty: version === 2 && kind === 2 };
}

/** The value of elements that were never written; null for zero. */
export function parseFill(body: Uint8Array, sizes: FieldSizes): Uint8Array | null {
  const cursor = new Cursor(body, sizes);
  const version = cursor.u8();
  if (version === 1 || version === 2) {
    const defined = cursor.skip(2).u8();
    return version === 2 && !defined ? null : sized(cursor);
  }
  if (version !== 3) throw new NotReadHere(`fill value version ${version}`);
  return cursor.u8() & 0x20 ? sized(cursor) : null;
}

export function parseOldFill(body: Uint8Array, sizes: FieldSizes): Uint8Array | null {
  return sized(new Cursor(body, sizes));
}

function sized(cursor: Cursor): Uint8Array | null {
  if (cursor.left < 4) return null;
  const bytes = cursor.u32();
  return bytes === 0 || bytes === 0xffffffff ? null : cursor.take(bytes).slice();
}

export function parseFilters(body: Uint8Array, sizes: FieldSizes): readonly FilterSpec[] {
  const cursor = new Cursor(body, sizes);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version !== 1 && version !== 2) throw new NotReadHere(`filter pipeline version ${version}`);
  if (count > 32) throw new DamagedFile(`a pipeline of ${count} filters`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    const valueCount = cursor.skip(2).u16();
    cursor.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const values = Array.from({ length: valueCount }, () => cursor.u32());
    if (version === 1 && valueCount % 2 === 1) cursor.skip(4);
    return { id, values };
  });
}

/** How chunks are found. */
export type ChunkIndex =
  | { readonly kind: 'btree1' | 'implicit' | 'fixed' | 'extensible' | 'btree2'; readonly address: number }
  | { readonly kind: 'single'; readonly address: number; readonly bytes: number | null; readonly mask: number };

export type Layout =
  | { readonly kind: 'compact'; readonly values: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number }
  | {
      readonly kind: 'chunked';
      readonly chunk: readonly number[];
      readonly index: ChunkIndex;
      /** Chunks that reach beyond the edge are stored without filters. */
      readonly plainEdges: boolean;
    }
  | { readonly kind: 'virtual'; readonly heap: number; readonly item: number };

export function parseLayout(body: Uint8Array, sizes: FieldSizes): Layout {
  const cursor = new Cursor(body, sizes);
  const version = cursor.u8();
  if (version === 1 || version === 2) return oldLayout(cursor);
  if (version < 3 || version > 5) throw new NotReadHere(`layout version ${version}`);
  const kind = cursor.u8();
  if (kind === 0) return { kind: 'compact', values: cursor.take(cursor.u16()).slice() };
  if (kind === 1) return { kind: 'contiguous', address: cursor.address() };
  if (kind === 2) return version === 3 ? chunkedBy3(cursor) : chunkedBy4(cursor);
  if (kind === 3) return { kind: 'virtual', heap: cursor.address(), item: cursor.u32() };
  throw new DamagedFile(`layout class ${kind}`);
}

function oldLayout(cursor: Cursor): Layout {
  const count = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === 0 ? nowhere : cursor.address();
  if (kind === 1) return { kind: 'contiguous', address };
  const dimensions = Array.from({ length: count }, () => cursor.u32());
  if (kind === 0) return { kind: 'compact', values: cursor.take(cursor.u32()).slice() };
  return { kind: 'chunked', chunk: chunkShape(dimensions), index: { kind: 'btree1', address }, plainEdges: false };
}

function chunkedBy3(cursor: Cursor): Layout {
  const count = cursor.u8();
  const address = cursor.address();
  const dimensions = Array.from({ length: count }, () => cursor.u32());
  return { kind: 'chunked', chunk: chunkShape(dimensions), index: { kind: 'btree1', address }, plainEdges: false };
}

function chunkedBy4(cursor: Cursor): Layout {
  const flags = cursor.u8();
  const count = cursor.u8();
  const bytes = cursor.u8();
  const chunk = chunkShape(Array.from({ length: count }, () => cursor.uint(bytes)));
  const kind = (['single', 'implicit', 'fixed', 'extensible', 'btree2'] as const)[cursor.u8() - 1];
  if (!kind) throw new NotReadHere('a chunk index of an unknown kind');
  const plainEdges = (flags & 1) !== 0;
  if (kind === 'single') {
    const filtered = (flags & 2) !== 0;
    const stored = filtered ? cursor.length() : null;
    const mask = filtered ? cursor.u32() : 0;
    return { kind: 'chunked', chunk, index: { kind, bytes: stored, mask, address: cursor.address() }, plainEdges };
  }
  cursor.skip({ implicit: 0, fixed: 1, extensible: 5, btree2: 6 }[kind]);
  return { kind: 'chunked', chunk, index: { kind, address: cursor.address() }, plainEdges };
}

/** The last number is the size of an element. */
function chunkShape(dimensions: readonly number[]): readonly number[] {
  const chunk = dimensions.slice(0, -1);
  if (chunk.length === 0 || chunk.some(length => length === 0)) throw new DamagedFile('a chunk of no elements');
  return chunk;
}
