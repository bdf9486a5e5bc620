// Memory that the module works in, right behind its static data.

/** Bytes of the table of the LZ4 encoder. */
export const TABLE_BYTES: usize = 65536;
/** The largest block of bitshuffle that is taken; writers use 8 kB. */
export const LARGEST_BLOCK: usize = 1 << 20;

/** Where the table of the LZ4 encoder lies. */
export const table: usize = (__heap_base + 63) & ~(<usize>63);
/** Where one block is decoded. */
export const scratch: usize = table + TABLE_BYTES;

/** First byte that the module itself does not use. */
export function firstFree(): usize {
  return scratch + LARGEST_BLOCK + 64;
}

/** Where one block is decoded, for callers that bring blocks of other codecs. */
export function scratchBlock(): usize {
  return scratch;
}
