import type { Cursor } from '../format/cursor.js';
import { DamagedFile, NotReadHere } from '../format/file-faults.js';

/** The dataset that a mapping takes values from; the file `.` is its own. */
export interface MappingNames {
  readonly file: string;
  readonly dataset: string;
}

/** Bits before the names of HDF5 2.0: names that an earlier mapping has are stored as its number. */
const [sharedFile, sharedDataset, sameFile] = [1, 2, 4];

/** Reads the names of mappings one after the other; what follows each is for the caller to read. */
export function namesReader(cursor: Cursor): { readonly count: number; next(): MappingNames } {
  const version = cursor.u8();
  if (version > 1) throw new NotReadHere(`a virtual dataset of version ${version}`);
  const count = cursor.length();
  const read: MappingNames[] = [];
  const earlier = (): MappingNames => {
    const names = read[cursor.length()];
    if (!names) throw new DamagedFile('a part of a virtual dataset has the name of none');
    return names;
  };
  return {
    count,
    next: () => {
      const flags = version === 0 ? 0 : cursor.u8();
      const file = flags & sameFile ? '.' : flags & sharedFile ? earlier().file : cursor.zeroEnded();
      const dataset = flags & sharedDataset ? earlier().dataset : cursor.zeroEnded();
      read.push({ file, dataset });
      return { file, dataset };
    },
  };
}
