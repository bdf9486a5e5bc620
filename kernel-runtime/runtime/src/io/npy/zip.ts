import { inflateRawSync } from 'node:zlib';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged, mostWholeBytes, unsupported } from '../bytes/problems.js';

/** A file within a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes when it is unpacked. */
  readonly size: number;
  /** Place of its values in the archive when they are not compressed. */
  readonly storedAt: number | null;
  /** The first bytes of what it holds. */
  head(length: number): Uint8Array;
  /** @throws DaisyError `File` when it is damaged or too large to be unpacked in memory. */
  unpack(): Uint8Array;
}

/** No deflate stream grows by more. */
const mostExpansion = 1032;
const mostMembers = 100_000;

/** The members of a zip archive (APPNOTE 6.3, with zip64), from its directory at the end. */
export function zipMembers(file: FileBytes): readonly ZipMember[] {
  const { offset, count } = directoryOf(file);
  if (count > mostMembers) throw damaged(file.path, `it has ${count} members`);
  const bytes = file.readUpTo(offset, Math.min(file.size, mostWholeBytes));
  const view = new DataView(bytes.buffer);
  const members: ZipMember[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== 0x02014b50) throw damaged(file.path, 'its directory is broken');
    const [method, names, extra, comment] = [10, 28, 30, 32].map(field => view.getUint16(at + field, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + names!));
    const sizes = {
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    };
    large(view, at + 46 + names!, extra!, sizes);
    members.push(member(file, name, method!, sizes));
    at += 46 + names! + extra! + comment!;
  }
  return members;
}

interface Sizes {
  packed: number;
  size: number;
  local: number;
}

/** Values that do not fit in 32 bits stand in the extra field 1, in this order. */
function large(view: DataView, start: number, length: number, sizes: Sizes): void {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    for (const field of ['size', 'packed', 'local'] as const) {
      if (sizes[field] !== 0xffffffff) continue;
      sizes[field] = Number(view.getBigUint64(from, true));
      from += 8;
    }
  }
}

function member(file: FileBytes, name: string, method: number, { packed, size, local }: Sizes): ZipMember {
  const begin = (): number => {
    const header = file.read(local, 30);
    const view = new DataView(header.buffer);
    if (view.getUint32(0, true) !== 0x04034b50) throw damaged(file.path, `${name} does not begin where it should`);
    return local + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  };
  if (method !== 0 && method !== 8) throw unsupported(file.path, `${name} is compressed with method ${method}`);
  if (method === 0 && size !== packed) throw damaged(file.path, `${name} has two sizes`);
  if (size > packed * mostExpansion + 64) throw damaged(file.path, `${name} cannot have ${size} bytes`);
  const unpack = (): Uint8Array => {
    if (size > mostWholeBytes)
      throw unsupported(file.path, `${name} has ${(size / 1e9).toFixed(1)} GB`, 'Save it without compression.');
    const stored = file.read(begin(), packed);
    if (method === 0) return stored;
    const bytes = inflateRawSync(stored, { maxOutputLength: size });
    if (bytes.length !== size) throw damaged(file.path, `${name} has ${bytes.length} of ${size} bytes`);
    return bytes;
  };
  return {
    name,
    size,
    storedAt: method === 0 ? begin() : null,
    head: length => (method === 0 ? file.readUpTo(begin(), Math.min(length, size)) : unpack().subarray(0, length)),
    unpack,
  };
}

function directoryOf(file: FileBytes): { offset: number; count: number } {
  const tail = file.readUpTo(Math.max(0, file.size - 65_557), 65_557);
  const view = new DataView(tail.buffer);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const count = view.getUint16(at + 10, true);
    const offset = view.getUint32(at + 16, true);
    if (count !== 0xffff && offset !== 0xffffffff) return { offset, count };
    const locator = at - 20;
    if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) break;
    const record = file.read(Number(view.getBigUint64(locator + 8, true)), 56);
    const wide = new DataView(record.buffer);
    return { offset: Number(wide.getBigUint64(48, true)), count: Number(wide.getBigUint64(32, true)) };
  }
  throw damaged(file.path, 'it has no zip directory at its end');
}
