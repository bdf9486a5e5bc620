import { checkSum } from './checksum.js';
import { Cursor, nowhere } from './cursor.js';
import { DamagedFile } from './file-faults.js';
import type { FormatFile } from './object-header.js';

/** Bytes of a number up to `most`. */
function bytesFor(most: number): number {
  return most === 0 ? 1 : Math.floor(Math.floor(Math.log2(most)) / 8) + 1;
}

interface Level {
  readonly most: number;
  readonly mostBelow: number;
  readonly countBytes: number;
}

/** The records of a B-tree of version 2, in order. */
export function* btree2Records(file: FormatFile, address: number, type: number): Generator<Uint8Array> {
  if (address === nowhere) return;
  const headBytes = 22 + file.sizes.offsetBytes + file.sizes.lengthBytes;
  const head = new Cursor(checkSum(file.bytes.read(address, headBytes), 'a B-tree'), file.sizes).expect('BTHD').skip(1);
  if (head.u8() !== type) throw new DamagedFile('a B-tree holds other records than it should');
  const nodeBytes = head.u32();
  const recordBytes = head.u16();
  const depth = head.u16();
  const root = head.skip(2).address();
  const rootCount = head.u16();
  if (recordBytes === 0 || depth > 32 || nodeBytes < 16 + recordBytes) throw new DamagedFile('a B-tree of odd sizes');
  const levels = levelsOf(nodeBytes, recordBytes, depth, file.sizes.offsetBytes);
  const seen = new Set<number>();

  function* walk(at: number, count: number, level: number): Generator<Uint8Array> {
    if (seen.has(at)) throw new DamagedFile('the nodes of a B-tree lead to each other');
    seen.add(at);
    const { most } = levels[level]!;
    if (count > most) throw new DamagedFile('a node of a B-tree is too full');
    const below = levels[level - 1];
    const pointer = below ? file.sizes.offsetBytes + levels[0]!.countBytes + totalBytes(levels, level) : 0;
    const bytes = 10 + count * recordBytes + (below ? (count + 1) * pointer : 0);
    const node = new Cursor(checkSum(file.bytes.read(at, bytes), 'a node of a B-tree'), file.sizes);
    node.expect(below ? 'BTIN' : 'BTLF').skip(2);
    const records = Array.from({ length: count }, () => node.take(recordBytes));
    if (!below) {
      yield* records;
      return;
    }
    for (let index = 0; index <= count; index++) {
      const child = node.address();
      const childCount = node.uint(levels[0]!.countBytes);
      node.skip(totalBytes(levels, level));
      yield* walk(child, childCount, level - 1);
      if (index < count) yield records[index]!;
    }
  }

  if (root !== nowhere && rootCount > 0) yield* walk(root, rootCount, depth);
}

/** Bytes of the number of all records below a child; there is none above leaves. */
function totalBytes(levels: readonly Level[], level: number): number {
  return level > 1 ? bytesFor(levels[level - 1]!.mostBelow) : 0;
}

function levelsOf(nodeBytes: number, recordBytes: number, depth: number, offsetBytes: number): readonly Level[] {
  const leaf = Math.floor((nodeBytes - 10) / recordBytes);
  const countBytes = bytesFor(leaf);
  const levels: Level[] = [{ most: leaf, mostBelow: leaf, countBytes }];
  for (let level = 1; level <= depth; level++) {
    const pointer = offsetBytes + countBytes + totalBytes(levels, level);
    const most = Math.floor((nodeBytes - 10 - pointer) / (recordBytes + pointer));
    const below = levels[level - 1]!;
    levels.push({ most, mostBelow: Math.min(2 ** 53, (most + 1) * below.mostBelow + most), countBytes });
  }
  return levels;
}
