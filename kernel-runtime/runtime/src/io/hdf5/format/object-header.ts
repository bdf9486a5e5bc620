import { checkSum } from './checksum.js';
import { Cursor, type FieldSizes } from './cursor.js';
import type { PagedFile } from './paged-file.js';
import { DamagedFile } from './file-faults.js';

/** A message of an object header. */
export interface Message {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Numbers of the messages that are read here. */
export const messageType = {
  dataspace: 1,
  linkInfo: 2,
  datatype: 3,
  oldFill: 4,
  fill: 5,
  link: 6,
  externalFiles: 7,
  layout: 8,
  filters: 11,
  attribute: 12,
  sharedTable: 15,
  continuation: 16,
  symbolTable: 17,
  attributeInfo: 21,
} as const;

const sharedFlag = 2;
const mostMessages = 1_000_000;

/** An open file as the parsers see it. */
export interface FormatFile {
  readonly bytes: PagedFile;
  readonly sizes: FieldSizes;
  /** The heap of messages of a type that many objects have in common. */
  sharedHeap(type: number): MessageHeap;
}

/** Messages by the identifiers that object headers know them by. */
export interface MessageHeap {
  object(id: Uint8Array): Uint8Array;
}

/** The message that stands where `body` says, in another header or in the heap of shared messages. */
export function readSharedMessage(file: FormatFile, type: number, body: Uint8Array, depth = 0): Message {
  const cursor = new Cursor(body, file.sizes);
  const version = cursor.u8();
  const kind = cursor.u8();
  if (version === 1) cursor.skip(6 + file.sizes.lengthBytes);
  if (version === 3 && kind === 1) return { type, body: file.sharedHeap(type).object(cursor.take(8)).slice() };
  if (depth > 4) throw new DamagedFile('shared messages lead to each other');
  const target = cursor.address();
  const found = readHeader(file, target, depth + 1).find(message => message.type === type);
  if (!found) throw new DamagedFile(`there is no message ${type} at ${target}`);
  return found;
}

/** All messages of an object header, version 1 or 2, with those that lie in other headers in their place. */
export function readObjectHeader(file: FormatFile, address: number): readonly Message[] {
  return readHeader(file, address, 0);
}

function readHeader(file: FormatFile, address: number, depth: number): readonly Message[] {
  const collected = new Collector(file, depth);
  const start = file.bytes.read(address, 16);
  if (start[0] === 0x4f && start[1] === 0x48) collected.version2(address);
  else collected.version1(address);
  return collected.messages;
}

class Collector {
  readonly messages: Message[] = [];
  readonly #seen = new Set<number>();

  constructor(
    readonly file: FormatFile,
    readonly depth: number,
  ) {}

  version1(address: number): void {
    const head = this.#cursor(address, 16);
    if (head.u8() !== 1) throw new DamagedFile(`there is no object at ${address}`);
    const count = head.skip(1).u16();
    const size = head.skip(4).u32();
    const blocks: [number, number][] = [[address + 16, size]];
    let left = count;
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      this.#once(block[0]);
      const cursor = this.#cursor(block[0], block[1]);
      while (cursor.left >= 8 && left > 0) {
        left -= 1;
        const type = cursor.u16();
        const bytes = cursor.u16();
        const flags = cursor.u8();
        this.#add(type, flags, cursor.skip(3).take(bytes), blocks);
      }
    }
  }

  version2(address: number): void {
    const prefix = this.#cursor(address, 6).expect('OHDR');
    if (prefix.u8() !== 2) throw new DamagedFile('an object header has an unknown version');
    const flags = prefix.u8();
    const skipped = (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const sizeBytes = 1 << (flags & 3);
    const size = this.#cursor(address + 6 + skipped, sizeBytes).uint(sizeBytes);
    const start = 6 + skipped + sizeBytes;
    const first = checkSum(this.file.bytes.read(address, start + size + 4), 'an object header');
    const blocks: [number, number][] = [];
    this.#messages2(first.subarray(start, start + size), flags, blocks);
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      this.#once(block[0]);
      const bytes = checkSum(this.file.bytes.read(block[0], block[1]), 'a part of an object header');
      this.#messages2(new Cursor(bytes, this.file.sizes).expect('OCHK').take(block[1] - 8), flags, blocks);
    }
  }

  #messages2(bytes: Uint8Array, headerFlags: number, blocks: [number, number][]): void {
    const cursor = new Cursor(bytes, this.file.sizes);
    const head = headerFlags & 4 ? 6 : 4;
    while (cursor.left >= head) {
      const type = cursor.u8();
      const size = cursor.u16();
      const flags = cursor.u8();
      this.#add(type, flags, cursor.skip(head - 4).take(size), blocks);
    }
  }

  #add(type: number, flags: number, body: Uint8Array, blocks: [number, number][]): void {
    if (this.messages.length > mostMessages) throw new DamagedFile('an object header has no end');
    if (type === messageType.continuation) {
      const cursor = new Cursor(body, this.file.sizes);
      blocks.push([cursor.address(), cursor.length()]);
    } else if (flags & sharedFlag) {
      this.messages.push(readSharedMessage(this.file, type, body, this.depth));
    } else {
      this.messages.push({ type, body: body.slice() });
    }
  }

  #once(address: number): void {
    if (this.#seen.has(address)) throw new DamagedFile('the parts of an object header lead to each other');
    this.#seen.add(address);
  }

  #cursor(address: number, length: number): Cursor {
    return new Cursor(this.file.bytes.read(address, length), this.file.sizes);
  }
}
