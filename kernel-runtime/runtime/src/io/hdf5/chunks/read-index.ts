import { btree2Records } from '../format/btree2.js';
import { Cursor, nowhere } from '../format/cursor.js';
import type { Dataspace, Layout } from '../format/dataset-messages.js';
import { DamagedFile } from '../format/file-faults.js';
import type { FormatFile } from '../format/object-header.js';
import type { ChunkEntry } from './array-elements.js';
import { ChunkTable } from './chunk-table.js';
import { walkExtensibleArray } from './extensible-array.js';
import { walkFixedArray } from './fixed-array.js';

/** Reads the index of the chunks of a dataset, of any of the six kinds. */
export function readChunkIndex(
  file: FormatFile,
  layout: Layout & { kind: 'chunked' },
  space: Dataspace,
  elementBytes: number,
  filtered: boolean,
): ChunkTable {
  const { chunk, index } = layout;
  if (chunk.length !== space.shape.length) throw new DamagedFile('chunks have other axes than their dataset');
  const table = new ChunkTable(space.shape, chunk);
  if (index.address === nowhere) return table;
  const chunkBytes = chunk.reduce((product, length) => product * length, elementBytes);
  const places = placesOf(space, chunk);
  const add = (number: number, { address, bytes, mask }: ChunkEntry): void => {
    places(number, place => table.add(place, address, bytes ?? chunkBytes, mask));
  };
  if (index.kind === 'btree1') walkTree(file, index.address, table);
  else if (index.kind === 'single') table.addAt(0, index.address, index.bytes ?? chunkBytes, index.mask);
  else if (index.kind === 'implicit') addImplicit(index.address, chunkBytes, table, space, add);
  else if (index.kind === 'fixed') walkFixedArray(file, index.address, add);
  else if (index.kind === 'extensible') walkExtensibleArray(file, index.address, add);
  else addTreeRecords(file, index.address, table, chunkBytes, filtered);
  return table;
}

/**
 * Numbers of chunks count over the largest shape that the dataset may take; an axis without end is counted slowest, whichever it is.
 */
function placesOf(
  { shape, mostShape }: Dataspace,
  chunk: readonly number[],
): (number: number, use: (place: Float64Array) => void) => void {
  const endless = mostShape.indexOf(Infinity);
  const order = shape.map((_, axis) => axis);
  if (endless > 0) order.unshift(...order.splice(endless, 1));
  const lengths = order.map(axis => Math.ceil(mostShape[axis]! / chunk[axis]!));
  const place = new Float64Array(shape.length);
  return (number, use) => {
    let left = number;
    for (let index = order.length - 1; index > 0; index--) {
      place[order[index]!] = left % lengths[index]!;
      left = Math.floor(left / lengths[index]!);
    }
    place[order[0]!] = left;
    use(place);
  };
}

/** Chunks without filters that were all laid out at once, one behind the other. */
function addImplicit(
  address: number,
  chunkBytes: number,
  table: ChunkTable,
  space: Dataspace,
  add: (number: number, entry: ChunkEntry) => void,
): void {
  const total = space.mostShape.reduce((product, length, axis) => product * Math.ceil(length / table.chunk[axis]!), 1);
  if (total > 2 ** 31) throw new DamagedFile(`an implicit index of ${total} chunks`);
  for (let number = 0; number < total; number++)
    add(number, { address: address + number * chunkBytes, bytes: null, mask: 0 });
}

/** The B-tree of version 1 that all files had up to HDF5 1.8. */
function walkTree(file: FormatFile, root: number, table: ChunkTable): void {
  const { offsetBytes } = file.sizes;
  const { chunk } = table;
  const rank = chunk.length;
  const keyBytes = 8 + 8 * (rank + 1);
  const place = new Float64Array(rank);
  const seen = new Set<number>();
  const walk = (address: number, above: number): void => {
    if (seen.has(address)) throw new DamagedFile('the nodes of an index of chunks lead to each other');
    seen.add(address);
    const head = new Cursor(file.bytes.read(address, 8), file.sizes).expect('TREE');
    if (head.u8() !== 1) throw new DamagedFile('a dataset has the tree of a group');
    const level = head.u8();
    if (level >= above) throw new DamagedFile('the levels of an index of chunks do not descend');
    const count = head.u16();
    const bytes = file.bytes.read(address + 8 + 2 * offsetBytes, count * (keyBytes + offsetBytes));
    const node = new Cursor(bytes, file.sizes);
    for (let index = 0; index < count; index++) {
      const stored = node.u32();
      const mask = node.u32();
      for (let axis = 0; axis < rank; axis++) place[axis] = node.uint(8) / chunk[axis]!;
      const child = node.skip(8).address();
      if (level > 0) walk(child, level);
      else {
        if (!place.every(Number.isInteger)) throw new DamagedFile('a chunk lies between the places of chunks');
        table.add(place, child, stored, mask);
      }
    }
  };
  walk(root, 256);
}

const plainRecords = 10;
const filteredRecords = 11;

function addTreeRecords(
  file: FormatFile,
  address: number,
  table: ChunkTable,
  chunkBytes: number,
  filtered: boolean,
): void {
  const rank = table.chunk.length;
  const place = new Float64Array(rank);
  for (const record of btree2Records(file, address, filtered ? filteredRecords : plainRecords)) {
    const cursor = new Cursor(record, file.sizes);
    const at = cursor.address();
    const sizeBytes = record.length - file.sizes.offsetBytes - 4 - 8 * rank;
    const bytes = filtered ? cursor.uint(sizeBytes) : chunkBytes;
    const mask = filtered ? cursor.u32() : 0;
    for (let axis = 0; axis < rank; axis++) place[axis] = cursor.uint(8);
    if (at !== nowhere) table.add(place, at, bytes, mask);
  }
}
