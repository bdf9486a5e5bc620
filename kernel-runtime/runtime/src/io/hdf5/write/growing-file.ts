import { openSync } from 'node:fs';
import { ByteWriter } from './byte-writer.js';
import { FileRoom } from './file-room.js';
import { FileTree } from './file-tree.js';
import { TextHeap } from './text-heap.js';

const superblockBytes = 48;
const signature = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * An HDF5 file that is whole at every moment: values and headers are only added at the end, and then the first 48 bytes are turned to
 * the new ones. Whoever has opened it before goes on to see what there was.
 */
export class GrowingFile {
  readonly tree = new FileTree(new TextHeap());
  readonly room: FileRoom;
  #open = true;

  constructor(path: string) {
    this.room = new FileRoom(openSync(path, 'r+'), path, superblockBytes);
    this.publish();
  }

  /** Makes everything that has been written findable. */
  publish(): void {
    const { address, bytes } = this.tree.publish(this.room);
    this.room.write(0, superblock(address, address + bytes));
  }

  close(): void {
    if (this.#open) this.room.close();
    this.#open = false;
  }
}

/** A superblock of version 2, which every HDF5 since 1.8 reads. */
function superblock(root: number, end: number): Uint8Array {
  const bytes = new ByteWriter().raw(signature).u8(2).u8(8).u8(8).u8(0);
  return bytes.address(0).address(null).u64(end).address(root).checksum().bytes();
}
