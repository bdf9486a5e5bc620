import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { storedEntry } from '../entries/stored-entry.js';
import { readNpyHeader } from './npy-header.js';
import { decodedEntry } from './npy-source.js';
import { zipMembers, type ZipMember } from './zip.js';

/**
 * Opens an npz file: a dataset for each of its arrays.
 * @throws DaisyError `File` when it is missing or damaged.
 */
export function openNpz(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'npz', () =>
      entrySource({
        path: file.path,
        format: 'npz',
        entries: zipMembers(file)
          .filter(member => member.name.endsWith('.npy'))
          .map(member => npzEntry(file, member)),
        close: () => file.close(),
      }),
    );
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

/** Arrays that are not compressed are read by parts, others are unpacked when they are first read. */
function npzEntry(file: FileBytes, member: ZipMember): Entry {
  const header = readNpyHeader(member.head(64 * 1024));
  const path = `/${member.name.slice(0, -'.npy'.length)}`;
  const { dtype, shape, typeName, littleEndian, fortranOrder, length } = header;
  if (member.storedAt !== null && dtype && !fortranOrder) {
    return storedEntry(file, { path, dtype, shape, typeName, littleEndian, offset: member.storedAt + length });
  }
  return decodedEntry(path, header, () => member.unpack().subarray(length));
}
