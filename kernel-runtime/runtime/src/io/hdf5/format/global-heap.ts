import { Cursor, nowhere } from './cursor.js';
import { DamagedFile, NotReadHere } from './file-faults.js';
import { namesReader } from '../virtual/mapping-names.js';
import type { FormatFile } from './object-header.js';

/** The object of a global heap. */
export function globalHeapObject(file: FormatFile, address: number, index: number): Uint8Array {
  const { lengthBytes } = file.sizes;
  const head = new Cursor(file.bytes.read(address, 8 + lengthBytes), file.sizes).expect('GCOL').skip(4);
  const objects = new Cursor(file.bytes.read(address, head.length()), file.sizes).skip(8 + lengthBytes);
  while (objects.left >= 8 + lengthBytes) {
    const number = objects.u16();
    const bytes = objects.skip(6).length();
    if (number === 0) break;
    if (number === index) return objects.take(bytes);
    objects.skip(Math.min(objects.left, Math.ceil(bytes / 8) * 8));
  }
  throw new DamagedFile('an object is missing in the heap of the file');
}

/** Names of the files that a virtual dataset is put together from; `.` is the file itself. */
export function virtualSources(file: FormatFile, heap: number, item: number): readonly string[] {
  if (heap === nowhere) return [];
  const cursor = new Cursor(globalHeapObject(file, heap, item), file.sizes);
  const mappings = namesReader(cursor);
  const names = new Set<string>();
  for (let entry = 0; entry < mappings.count; entry++) {
    names.add(mappings.next().file);
    skipSelection(cursor);
    skipSelection(cursor);
  }
  return [...names];
}

const hyperslabs = 2;

function skipSelection(cursor: Cursor): void {
  const kind = cursor.u32();
  const version = cursor.u32();
  if (kind !== hyperslabs || version === 1) {
    cursor.skip(4);
    cursor.skip(cursor.u32());
  } else if (version === 2) {
    cursor.skip(1);
    cursor.skip(cursor.u32());
  } else if (version === 3) {
    const regular = (cursor.u8() & 1) !== 0;
    const bytes = cursor.u8();
    const rank = cursor.u32();
    cursor.skip(regular ? 4 * rank * bytes : 2 * rank * bytes * cursor.uint(bytes));
  } else throw new NotReadHere(`a selection of version ${version}`);
}
