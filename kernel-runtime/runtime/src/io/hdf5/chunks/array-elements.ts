import { Cursor, nowhere } from '../format/cursor.js';

/** What an index says of one chunk. */
export interface ChunkEntry {
  readonly address: number;
  /** null: as many as the chunk has. */
  readonly bytes: number | null;
  readonly mask: number;
}

/** Elements of a fixed or extensible array: an address, and for filtered chunks their size and filter mask. */
export function readElement(cursor: Cursor, filtered: boolean, elementBytes: number): ChunkEntry {
  const address = cursor.address();
  if (!filtered) return { address, bytes: null, mask: 0 };
  const bytes = cursor.uint(elementBytes - cursor.sizes.offsetBytes - 4);
  return { address, bytes, mask: cursor.u32() };
}

/** Reads `count` elements and hands the chunks that exist on. */
export function eachElement(
  bytes: Uint8Array,
  { sizes }: { readonly sizes: Cursor['sizes'] },
  count: number,
  filtered: boolean,
  elementBytes: number,
  first: number,
  found: (index: number, entry: ChunkEntry) => void,
): void {
  const cursor = new Cursor(bytes, sizes);
  for (let index = 0; index < count; index++) {
    const entry = readElement(cursor, filtered, elementBytes);
    if (entry.address !== nowhere) found(first + index, entry);
  }
}
