import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';

/** A stream within a compound file. */
export interface CompoundStream {
  readonly size: number;
  /** Bytes from `offset` on. */
  read(offset: number, length: number): Uint8Array;
}

const free = 0xfffffffa;
const miniSectorBytes = 64;
const mostEntries = 2_000_000;

/**
 * Streams of an OLE compound file by their path, `ImageInfo/Angles` ([MS-CFB]).
 * @throws DaisyError `File` when its tables lead outside the file or in circles.
 */
export function compoundStreams(file: FileBytes): ReadonlyMap<string, CompoundStream> {
  const header = file.readUpTo(0, 512);
  const view = new DataView(header.buffer);
  if (header.length < 512 || view.getUint32(0, true) !== 0xe011cfd0) throw damaged(file.path, 'it is no compound file');
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) throw damaged(file.path, `its sectors have 2^${shift} bytes`);
  const sectorBytes = 1 << shift;
  const sectors = Math.ceil(file.size / sectorBytes);
  const at = (sector: number): number => (sector + 1) * sectorBytes;
  const sectorTable = (numbers: readonly number[]): Uint32Array => {
    const table = new Uint32Array((numbers.length * sectorBytes) / 4);
    numbers.forEach((sector, index) => {
      const bytes = file.read(at(sector), sectorBytes);
      table.set(new Uint32Array(bytes.buffer, 0, sectorBytes / 4), (index * sectorBytes) / 4);
    });
    return table;
  };
  const fat = sectorTable(fatSectors(file, view, at, sectorBytes, sectors));
  const chain = (start: number, table: Uint32Array): readonly number[] => {
    const numbers: number[] = [];
    for (let sector = start; sector < free; sector = table[sector] ?? free) {
      if (numbers.length > table.length || sector >= table.length)
        throw damaged(file.path, 'a stream goes in a circle');
      numbers.push(sector);
    }
    return numbers;
  };
  const entries = directory(file, chain(view.getUint32(48, true), fat), at, sectorBytes);
  const [rootEntry] = entries;
  if (!rootEntry) throw damaged(file.path, 'it has no directory');
  const miniFat = sectorTable(chain(view.getUint32(60, true), fat));
  const miniPlaces = chain(rootEntry.start, fat);
  const cutoff = view.getUint32(56, true);
  const stream = ({ start, size }: DirectoryEntry): CompoundStream => ({
    size,
    read: (offset, length) => {
      if (offset + length > size) throw damaged(file.path, `a stream ends at ${size}, before ${offset + length}`);
      const mini = size < cutoff;
      const unit = mini ? miniSectorBytes : sectorBytes;
      const numbers = chain(start, mini ? miniFat : fat);
      const place = (sector: number): number =>
        mini
          ? at(miniPlaces[Math.floor((sector * unit) / sectorBytes)] ?? Infinity) + ((sector * unit) % sectorBytes)
          : at(sector);
      return gather(file, numbers, unit, place, offset, length);
    },
  });
  const found = new Map<string, CompoundStream>();
  for (const { path, entry } of paths(file, entries)) if (entry.type === 2) found.set(path, stream(entry));
  return found;
}

/** Sectors that follow each other in the file are read at once. */
function gather(
  file: FileBytes,
  numbers: readonly number[],
  unit: number,
  place: (sector: number) => number,
  offset: number,
  length: number,
): Uint8Array {
  const out = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const first = Math.floor((offset + done) / unit);
    const within = (offset + done) % unit;
    const start = place(numbers[first] ?? Infinity);
    let end = first + 1;
    while (end * unit < offset + length && place(numbers[end] ?? Infinity) === start + (end - first) * unit) end++;
    const count = Math.min(length - done, (end - first) * unit - within);
    file.readInto(start + within, out.subarray(done, done + count));
    done += count;
  }
  return out;
}

/** Sectors that hold the allocation table: 109 in the header, more in a chain of their own. */
function fatSectors(
  file: FileBytes,
  header: DataView,
  at: (sector: number) => number,
  sectorBytes: number,
  sectors: number,
): readonly number[] {
  const numbers: number[] = [];
  const take = (view: DataView, from: number, count: number): void => {
    for (let index = 0; index < count; index++) {
      const sector = view.getUint32(from + index * 4, true);
      if (sector < free) numbers.push(sector);
    }
  };
  take(header, 76, 109);
  const perSector = sectorBytes / 4 - 1;
  let next = header.getUint32(68, true);
  for (let count = 0; next < free; count++) {
    if (count > sectors) throw damaged(file.path, 'its allocation table goes in a circle');
    const view = new DataView(file.read(at(next), sectorBytes).buffer);
    take(view, 0, perSector);
    next = view.getUint32(perSector * 4, true);
  }
  if (numbers.length > sectors) throw damaged(file.path, 'its allocation table is larger than it');
  return numbers;
}

interface DirectoryEntry {
  readonly name: string;
  /** 1 storage, 2 stream, 5 root. */
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

function directory(
  file: FileBytes,
  numbers: readonly number[],
  at: (sector: number) => number,
  sectorBytes: number,
): readonly DirectoryEntry[] {
  if ((numbers.length * sectorBytes) / 128 > mostEntries) throw damaged(file.path, 'its directory is too long');
  const decoder = new TextDecoder('utf-16le');
  return numbers.flatMap(sector => {
    const bytes = file.read(at(sector), sectorBytes);
    const view = new DataView(bytes.buffer);
    return Array.from({ length: sectorBytes / 128 }, (_, index): DirectoryEntry => {
      const from = index * 128;
      const nameBytes = Math.min(64, Math.max(0, view.getUint16(from + 64, true) - 2));
      return {
        name: decoder.decode(bytes.subarray(from, from + nameBytes)),
        type: view.getUint8(from + 66),
        left: view.getUint32(from + 68, true),
        right: view.getUint32(from + 72, true),
        child: view.getUint32(from + 76, true),
        start: view.getUint32(from + 116, true),
        size: view.getUint32(from + 120, true),
      };
    });
  });
}

/** The entries below the root, each once, with their paths. */
function paths(
  file: FileBytes,
  entries: readonly DirectoryEntry[],
): readonly { path: string; entry: DirectoryEntry }[] {
  const found: { path: string; entry: DirectoryEntry }[] = [];
  const seen = new Set<number>();
  const waiting: { index: number; parent: string }[] = [{ index: entries[0]!.child, parent: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const entry = entries[next.index];
    if (!entry || entry.type === 0) continue;
    if (seen.has(next.index)) throw damaged(file.path, 'its directory goes in a circle');
    seen.add(next.index);
    const path = next.parent + entry.name;
    found.push({ path, entry });
    waiting.push({ index: entry.left, parent: next.parent }, { index: entry.right, parent: next.parent });
    if (entry.type === 1) waiting.push({ index: entry.child, parent: `${path}/` });
  }
  return found;
}
