import { PagedFile } from './paged-file.js';
import { readLinks, type Link } from './links.js';
import { readObjectHeader, type FormatFile, type Message, type MessageHeap } from './object-header.js';
import { sharedMessageHeap } from './shared-messages.js';
import { readSuperblock } from './superblock.js';

/** An HDF5 file whose structure is read here, piece by piece as it is asked for. */
export class Hdf5File implements FormatFile {
  readonly bytes: PagedFile;
  readonly sizes: FormatFile['sizes'];
  /** Address of the root group. */
  readonly root: number;
  /** Whether a writer had the file open when it was opened here; null for files of old versions, which do not tell. */
  readonly beingWritten: boolean | null;
  readonly #extension: number | null;
  readonly #sharedHeaps = new Map<number, MessageHeap>();
  readonly #headers = new Map<number, readonly Message[]>();
  readonly #links = new Map<number, ReadonlyMap<string, Link> | null>();

  /** @throws DamagedFile, NotReadHere, or an error of the operating system. */
  constructor(readonly path: string) {
    this.bytes = new PagedFile(path);
    try {
      const superblock = readSuperblock(this.bytes);
      this.sizes = superblock.sizes;
      this.root = superblock.root;
      this.#extension = superblock.extension;
      this.beingWritten = superblock.beingWritten;
    } catch (thrown) {
      this.bytes.close();
      throw thrown;
    }
  }

  header(address: number): readonly Message[] {
    let messages = this.#headers.get(address);
    if (!messages) {
      messages = readObjectHeader(this, address);
      this.#headers.set(address, messages);
    }
    return messages;
  }

  /** Links of a group; null when the object is no group. */
  links(address: number): ReadonlyMap<string, Link> | null {
    let links = this.#links.get(address);
    if (links === undefined) {
      links = readLinks(this, this.header(address));
      this.#links.set(address, links);
    }
    return links;
  }

  sharedHeap(type: number): MessageHeap {
    let heap = this.#sharedHeaps.get(type);
    if (!heap) {
      heap = sharedMessageHeap(this, this.#extension === null ? [] : this.header(this.#extension), type);
      this.#sharedHeaps.set(type, heap);
    }
    return heap;
  }

  close(): void {
    this.bytes.close();
  }
}
