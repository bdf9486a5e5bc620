import { filterId, type FilterSpec } from '@daisy-lab/compute';
import { ByteWriter } from './byte-writer.js';

/** Where the values of a dataset lie. */
export type Placement =
  | { readonly kind: 'contiguous'; readonly address: number | null; readonly bytes: number }
  | {
      readonly kind: 'chunked';
      /** Root of the tree of chunks; null while there is none. */
      readonly index: number | null;
      readonly chunk: readonly number[];
      readonly elementBytes: number;
    };

/** Body of a layout message, version 3, which every HDF5 since 1.6 reads. */
export function layout(place: Placement): Uint8Array {
  const bytes = new ByteWriter().u8(3);
  if (place.kind === 'contiguous') return bytes.u8(1).address(place.address).u64(place.bytes).bytes();
  bytes
    .u8(2)
    .u8(place.chunk.length + 1)
    .address(place.index);
  for (const length of place.chunk) bytes.u32(length);
  return bytes.u32(place.elementBytes).bytes();
}

/** Body of a fill value message, version 3: zero, given when space is made late, or for each chunk. */
export function fillValue(kind: Placement['kind']): Uint8Array {
  return Uint8Array.of(3, kind === 'chunked' ? 0x0b : 0x0a);
}

/** Filters that the library leaves out for chunks that do not shrink. */
const optional: readonly number[] = [filterId.deflate, filterId.shuffle];

/** Body of a filter pipeline message, version 2. */
export function filterPipeline(filters: readonly FilterSpec[]): Uint8Array {
  const bytes = new ByteWriter().u8(2).u8(filters.length);
  for (const { id, values } of filters) {
    bytes.u16(id);
    if (id >= 256) bytes.u16(0);
    bytes.u16(optional.includes(id) ? 1 : 0).u16(values.length);
    for (const value of values) bytes.u32(value);
  }
  return bytes.bytes();
}
