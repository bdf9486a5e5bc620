import { checkSum } from '../format/checksum.js';
import { Cursor, nowhere } from '../format/cursor.js';
import { DamagedFile } from '../format/file-faults.js';
import type { FormatFile } from '../format/object-header.js';
import { eachElement, type ChunkEntry } from './array-elements.js';

type Found = (index: number, entry: ChunkEntry) => void;

/** Sizes that the header of an extensible array gives. */
interface ArraySizes {
  readonly file: FormatFile;
  readonly filtered: boolean;
  readonly elementBytes: number;
  readonly firstElements: number;
  readonly blockElements: number;
  readonly pointers: number;
  readonly pageElements: number;
  /** Bytes of a place within the array. */
  readonly placeBytes: number;
  readonly superblocks: number;
}

/** Walks an extensible array: chunks of a dataset that can grow along one axis, in order. */
export function walkExtensibleArray(file: FormatFile, address: number, found: Found): void {
  const { offsetBytes, lengthBytes } = file.sizes;
  const headBytes = 16 + 6 * lengthBytes + offsetBytes;
  const head = new Cursor(checkSum(file.bytes.read(address, headBytes), 'an index of chunks'), file.sizes);
  head.expect('EAHD').skip(1);
  const filtered = head.u8() === 1;
  const elementBytes = head.u8();
  const mostBits = head.u8();
  const firstElements = head.u8();
  const blockElements = head.u8();
  const pointers = head.u8();
  const pageBits = head.u8();
  const index = head.skip(6 * lengthBytes).address();
  if (elementBytes < offsetBytes || blockElements === 0 || pointers === 0 || mostBits > 64 || pageBits > 31) {
    throw new DamagedFile('an index of chunks of odd sizes');
  }
  if (index === nowhere) return;
  walkIndex(index, found, {
    ...{ file, filtered, elementBytes, firstElements, blockElements, pointers },
    pageElements: 2 ** pageBits,
    placeBytes: Math.ceil(mostBits / 8),
    superblocks: 1 + mostBits - Math.log2(blockElements),
  });
}

/** The index block has the first elements itself, then data blocks of its own, then superblocks. */
function walkIndex(address: number, found: Found, sizes: ArraySizes): void {
  const { file, firstElements, elementBytes, pointers, superblocks } = sizes;
  const { offsetBytes } = file.sizes;
  const ownSuperblocks = 2 * Math.log2(pointers);
  const ownBlocks = 2 * (pointers - 1);
  const others = Math.max(0, superblocks - ownSuperblocks);
  const prefix = 6 + offsetBytes;
  const total = prefix + firstElements * elementBytes + (ownBlocks + others) * offsetBytes + 4;
  const bytes = checkSum(file.bytes.read(address, total), 'an index of chunks');
  const cursor = new Cursor(bytes, file.sizes).expect('EAIB').skip(prefix - 4);
  const own = cursor.take(firstElements * elementBytes);
  eachElement(own, file, firstElements, sizes.filtered, elementBytes, 0, found);
  let place = firstElements;
  for (let level = 0; level < ownSuperblocks; level++) {
    const { blocks, elements } = superblock(level, sizes);
    for (let block = 0; block < blocks; block++, place += elements) {
      const at = cursor.address();
      if (at !== nowhere) walkBlock(at, place, elements, null, found, sizes);
    }
  }
  for (let level = ownSuperblocks; level < superblocks; level++) {
    const at = cursor.address();
    if (at !== nowhere) walkSuperblock(at, place, level, found, sizes);
    const { blocks, elements } = superblock(level, sizes);
    place += blocks * elements;
  }
}

/** Data blocks of a superblock and the elements of each: both double in turns. */
function superblock(level: number, { blockElements }: ArraySizes): { blocks: number; elements: number } {
  return { blocks: 2 ** Math.floor(level / 2), elements: 2 ** Math.floor((level + 1) / 2) * blockElements };
}

function walkSuperblock(address: number, first: number, level: number, found: Found, sizes: ArraySizes): void {
  const { file, placeBytes, pageElements } = sizes;
  const { offsetBytes } = file.sizes;
  const { blocks, elements } = superblock(level, sizes);
  const mapBytes = elements > pageElements ? Math.ceil(elements / pageElements / 8) : 0;
  const prefix = 6 + offsetBytes + placeBytes;
  const total = prefix + blocks * (mapBytes + offsetBytes) + 4;
  const bytes = checkSum(file.bytes.read(address, total), 'a part of an index of chunks');
  const cursor = new Cursor(bytes, file.sizes).expect('EASB').skip(prefix - 4);
  const maps = cursor.take(blocks * mapBytes);
  for (let block = 0; block < blocks; block++) {
    const at = cursor.address();
    const map = mapBytes > 0 ? maps.subarray(block * mapBytes, (block + 1) * mapBytes) : null;
    if (at !== nowhere) walkBlock(at, first + block * elements, elements, map, found, sizes);
  }
}

function walkBlock(
  address: number,
  first: number,
  elements: number,
  map: Uint8Array | null,
  found: Found,
  sizes: ArraySizes,
): void {
  const { file, placeBytes, pageElements, elementBytes, filtered } = sizes;
  const prefix = 6 + file.sizes.offsetBytes + placeBytes;
  if (elements <= pageElements) {
    const bytes = checkSum(
      file.bytes.read(address, prefix + elements * elementBytes + 4),
      'a part of an index of chunks',
    );
    new Cursor(bytes, file.sizes).expect('EADB');
    eachElement(bytes.subarray(prefix), file, elements, filtered, elementBytes, first, found);
    return;
  }
  new Cursor(checkSum(file.bytes.read(address, prefix + 4), 'a part of an index of chunks'), file.sizes).expect('EADB');
  const pageBytes = pageElements * elementBytes + 4;
  for (let page = 0; page < elements / pageElements; page++) {
    if (map && !(map[page >> 3]! & (0x80 >> (page & 7)))) continue;
    const bytes = checkSum(
      file.bytes.read(address + prefix + 4 + page * pageBytes, pageBytes),
      'a page of an index of chunks',
    );
    eachElement(bytes, file, pageElements, filtered, elementBytes, first + page * pageElements, found);
  }
}
