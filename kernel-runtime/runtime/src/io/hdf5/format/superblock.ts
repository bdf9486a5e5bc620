import { checkSum } from './checksum.js';
import { Cursor, nowhere, type FieldSizes } from './cursor.js';
import type { PagedFile } from './paged-file.js';
import { DamagedFile, NotReadHere } from './file-faults.js';

const signature = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/** The start of a file: sizes of fields and the object header of the root group. */
export interface Superblock {
  readonly version: number;
  readonly sizes: FieldSizes;
  readonly root: number;
  /** Object header of what concerns the whole file; null when there is none. */
  readonly extension: number | null;
  /** Whether a writer has the file open; null for versions that do not tell. */
  readonly beingWritten: boolean | null;
}

/**
 * Finds the superblock, behind a user block of 512, 1024, ... bytes if there is one.
 * @throws DamagedFile when the file is not HDF5 or shorter than it says.
 */
export function readSuperblock(file: PagedFile): Superblock {
  for (let at = 0; at + 48 <= file.size; at = at === 0 ? 512 : at * 2) {
    const bytes = file.read(at, signature.length);
    if (signature.every((byte, index) => byte === bytes[index])) return parse(file, at);
  }
  throw new DamagedFile('not an HDF5 file: it has no signature');
}

function parse(file: PagedFile, at: number): Superblock {
  const version = file.read(at + 8, 1)[0]!;
  if (version > 3) throw new NotReadHere(`superblock version ${version}`);
  const bytes = file.read(at, Math.min(128, file.size - at));
  const [offsetBytes, lengthBytes] = version < 2 ? [bytes[13]!, bytes[14]!] : [bytes[9]!, bytes[10]!];
  for (const size of [offsetBytes, lengthBytes]) {
    if (size !== 2 && size !== 4 && size !== 8) throw new DamagedFile(`addresses of ${size} bytes`);
  }
  const sizes = { offsetBytes, lengthBytes, base: at };
  const plain = new Cursor(bytes, { ...sizes, base: 0 });
  if (version < 2) {
    plain.skip(version === 0 ? 24 : 28).skip(2 * offsetBytes);
    checkEnd(file, plain.address());
    const root = plain.skip(offsetBytes).skip(offsetBytes).address();
    return { version, sizes, root: root + at, extension: null, beingWritten: null };
  }
  checkSum(bytes.subarray(0, 12 + 4 * offsetBytes + 4), 'the superblock');
  const growing = version === 3 && (bytes[11]! & 5) !== 0;
  const extension = plain.skip(12 + offsetBytes).address();
  const end = plain.address();
  if (!growing) checkEnd(file, end);
  const places = { root: plain.address() + at, extension: extension === nowhere ? null : extension + at };
  return { version, sizes, ...places, beingWritten: version === 3 ? growing : null };
}

function checkEnd(file: PagedFile, end: number): void {
  if (end > file.size) throw new DamagedFile(`truncated file: it should have ${end} bytes, but has ${file.size}`);
}
