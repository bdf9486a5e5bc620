import { btree2Records } from './btree2.js';
import { Cursor, nowhere } from './cursor.js';
import { DamagedFile } from './file-faults.js';
import { FractalHeap } from './fractal-heap.js';
import { messageType, type FormatFile, type Message } from './object-header.js';

/** Where a name in a group leads. */
export type Link =
  | { readonly kind: 'hard'; readonly address: number }
  | { readonly kind: 'soft'; readonly path: string }
  | { readonly kind: 'external'; readonly file: string; readonly path: string }
  | { readonly kind: 'other' };

const nameRecords = 5;

/** The links of a group of any kind, by name; null when the object is no group. */
export function readLinks(file: FormatFile, messages: readonly Message[]): ReadonlyMap<string, Link> | null {
  const links = new Map<string, Link>();
  let group = false;
  for (const { type, body } of messages) {
    if (type === messageType.link) {
      group = true;
      addLink(new Cursor(body, file.sizes), links);
    } else if (type === messageType.linkInfo) {
      group = true;
      addDense(file, new Cursor(body, file.sizes), links);
    } else if (type === messageType.symbolTable) {
      group = true;
      const cursor = new Cursor(body, file.sizes);
      addSymbols(file, cursor.address(), cursor.address(), links);
    }
  }
  return group ? new Map([...links].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) : null;
}

function addLink(cursor: Cursor, links: Map<string, Link>): void {
  if (cursor.u8() !== 1) throw new DamagedFile('a link of an unknown version');
  const flags = cursor.u8();
  const kind = flags & 8 ? cursor.u8() : 0;
  if (flags & 4) cursor.skip(8);
  if (flags & 16) cursor.skip(1);
  const name = cursor.text(cursor.uint(1 << (flags & 3)));
  links.set(name, target(kind, cursor));
}

function target(kind: number, cursor: Cursor): Link {
  if (kind === 0) return { kind: 'hard', address: cursor.address() };
  const value = new Cursor(cursor.take(cursor.u16()), cursor.sizes);
  if (kind === 1) return { kind: 'soft', path: value.text(value.left) };
  if (kind === 64) return { kind: 'external', file: value.skip(1).zeroEnded(), path: value.zeroEnded() };
  return { kind: 'other' };
}

function addDense(file: FormatFile, cursor: Cursor, links: Map<string, Link>): void {
  cursor.skip(1);
  if (cursor.u8() & 1) cursor.skip(8);
  const heapAddress = cursor.address();
  const index = cursor.address();
  if (heapAddress === nowhere) return;
  const heap = new FractalHeap(file, heapAddress);
  for (const record of btree2Records(file, index, nameRecords)) {
    addLink(new Cursor(heap.object(record.subarray(4)), file.sizes), links);
  }
}

/** Groups of version 1: a B-tree of nodes of symbols, whose names lie in a heap. */
function addSymbols(file: FormatFile, tree: number, heapAddress: number, links: Map<string, Link>): void {
  const { offsetBytes, lengthBytes } = file.sizes;
  const heap = new Cursor(file.bytes.read(heapAddress, 8 + 2 * lengthBytes + offsetBytes), file.sizes).expect('HEAP');
  const heapBytes = heap.skip(4).length();
  const names = new Cursor(file.bytes.read(heap.skip(lengthBytes).address(), heapBytes), file.sizes);
  const textAt = (offset: number): string => {
    names.at = offset;
    return names.zeroEnded();
  };
  const seen = new Set<number>();
  const entryBytes = 2 * offsetBytes + 24;

  const symbols = (address: number): void => {
    const count = new Cursor(file.bytes.read(address, 8), file.sizes).expect('SNOD').skip(2).u16();
    const node = new Cursor(file.bytes.read(address + 8, count * entryBytes), file.sizes);
    for (let index = 0; index < count; index++) {
      const name = textAt(node.uint(offsetBytes));
      const object = node.address();
      const soft = node.u32() === 2;
      const place = node.skip(4).u32();
      node.skip(12);
      links.set(name, soft ? { kind: 'soft', path: textAt(place) } : { kind: 'hard', address: object });
    }
  };
  const walk = (address: number, depth: number): void => {
    if (seen.has(address) || depth > 64) throw new DamagedFile('the nodes of a group lead to each other');
    seen.add(address);
    const head = new Cursor(file.bytes.read(address, 8), file.sizes).expect('TREE');
    if (head.u8() !== 0) throw new DamagedFile('a group has the tree of something else');
    const level = head.u8();
    const count = head.u16();
    const at = address + 8 + 2 * offsetBytes;
    const node = new Cursor(file.bytes.read(at, count * (lengthBytes + offsetBytes)), file.sizes);
    for (let index = 0; index < count; index++) {
      const child = node.skip(lengthBytes).address();
      if (level > 0) walk(child, depth + 1);
      else if (!seen.has(child)) {
        seen.add(child);
        symbols(child);
      }
    }
  };
  walk(tree, 0);
}
