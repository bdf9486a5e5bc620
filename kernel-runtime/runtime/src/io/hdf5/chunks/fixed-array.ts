import { checkSum } from '../format/checksum.js';
import { Cursor, nowhere } from '../format/cursor.js';
import { DamagedFile } from '../format/file-faults.js';
import type { FormatFile } from '../format/object-header.js';
import { eachElement, type ChunkEntry } from './array-elements.js';

/** Walks a fixed array: chunks of a dataset that cannot grow, in order. */
export function walkFixedArray(
  file: FormatFile,
  address: number,
  found: (index: number, entry: ChunkEntry) => void,
): void {
  const { offsetBytes, lengthBytes } = file.sizes;
  const headBytes = 12 + offsetBytes + lengthBytes;
  const head = new Cursor(checkSum(file.bytes.read(address, headBytes), 'an index of chunks'), file.sizes);
  head.expect('FAHD').skip(1);
  const filtered = head.u8() === 1;
  const elementBytes = head.u8();
  const pageBits = head.u8();
  const count = head.length();
  const block = head.address();
  if (block === nowhere) return;
  if (elementBytes < offsetBytes || pageBits > 31) throw new DamagedFile('an index of chunks of odd sizes');
  const prefix = 6 + offsetBytes;
  const pageCount = 2 ** pageBits;
  if (count <= pageCount) {
    const bytes = checkSum(file.bytes.read(block, prefix + count * elementBytes + 4), 'an index of chunks');
    new Cursor(bytes, file.sizes).expect('FADB');
    eachElement(bytes.subarray(prefix), file, count, filtered, elementBytes, 0, found);
    return;
  }
  const pages = Math.ceil(count / pageCount);
  const mapBytes = Math.ceil(pages / 8);
  const start = checkSum(file.bytes.read(block, prefix + mapBytes + 4), 'an index of chunks');
  const map = new Cursor(start, file.sizes)
    .expect('FADB')
    .skip(prefix - 4)
    .take(mapBytes);
  let at = block + start.length;
  for (let page = 0; page < pages; page++) {
    const here = Math.min(pageCount, count - page * pageCount);
    if (map[page >> 3]! & (0x80 >> (page & 7))) {
      const bytes = checkSum(file.bytes.read(at, here * elementBytes + 4), 'a page of an index of chunks');
      eachElement(bytes, file, here, filtered, elementBytes, page * pageCount, found);
    }
    at += here * elementBytes + 4;
  }
}
