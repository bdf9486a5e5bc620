import { ByteWriter } from './byte-writer.js';
import type { FileRoom } from './file-room.js';

/** Children of a node: twice the constant that files without a setting of their own have. */
const mostChildren = 64;

/** A stored chunk. */
export interface StoredChunk {
  /** First element along each axis. */
  readonly place: readonly number[];
  readonly address: number;
  readonly bytes: number;
  /** A bit for each filter that was left out. */
  readonly mask: number;
}

interface Child extends StoredChunk {
  /** Chunks below it that exist are smaller than this one. */
  readonly end: readonly number[];
}

/** Writes the B-tree (version 1) of chunks that are sorted by place, and returns the address of its root; null when there is none. */
export function writeChunkTree(
  chunks: readonly StoredChunk[],
  chunk: readonly number[],
  room: FileRoom,
): number | null {
  if (chunks.length === 0) return null;
  const beyond = chunks.at(-1)!.place.map((first, axis) => (axis === 0 ? first + chunk[0]! : 0));
  let children: readonly Child[] = chunks.map((entry, index) => ({
    ...entry,
    end: chunks[index + 1]?.place ?? beyond,
  }));
  for (let level = 0; ; level++) {
    children = writeLevel(children, level, chunk.length, room);
    if (children.length === 1) return children[0]!.address;
  }
}

/** Nodes of a level lie one behind the other, so that each knows where its neighbours are. */
function writeLevel(children: readonly Child[], level: number, rank: number, room: FileRoom): readonly Child[] {
  const keyBytes = 8 + 8 * (rank + 1);
  const nodeBytes = 24 + mostChildren * 8 + (mostChildren + 1) * keyBytes;
  const count = Math.ceil(children.length / mostChildren);
  const start = room.allocate(count * nodeBytes);
  const nodes = new ByteWriter();
  const parents = Array.from({ length: count }, (_, number) => {
    const own = children.slice(number * mostChildren, (number + 1) * mostChildren);
    const address = start + number * nodeBytes;
    nodes.text('TREE').u8(1).u8(level).u16(own.length);
    nodes.address(number > 0 ? address - nodeBytes : null).address(number < count - 1 ? address + nodeBytes : null);
    for (const child of own) key(nodes, child.bytes, child.mask, child.place).address(child.address);
    const { end } = own.at(-1)!;
    key(nodes, 0, 0, end).fillTo((number + 1) * nodeBytes);
    return { ...own[0]!, address, end };
  });
  room.write(start, nodes.bytes());
  return parents;
}

function key(node: ByteWriter, bytes: number, mask: number, place: readonly number[]): ByteWriter {
  node.u32(bytes).u32(mask);
  for (const first of place) node.u64(first);
  return node.u64(0);
}
