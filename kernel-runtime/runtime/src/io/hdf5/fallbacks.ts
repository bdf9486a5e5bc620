/** Reads that the general HDF5 library had to do instead of the fast reader. */
export interface Fallback {
  readonly file: string;
  readonly dataset: string;
  /** What the fast reader does not read. */
  readonly reason: string;
  readonly reads: number;
}

const mostKept = 1000;
const counted = new Map<string, { file: string; dataset: string; reason: string; reads: number }>();

export function countFallback(file: string, dataset: string, reason: string): void {
  const key = JSON.stringify([file, dataset, reason]);
  const entry = counted.get(key) ?? { file, dataset, reason, reads: 0 };
  entry.reads += 1;
  counted.delete(key);
  counted.set(key, entry);
  if (counted.size > mostKept) counted.delete(counted.keys().next().value!);
}

/** What was read by the general library since this process began, latest last. */
export function hdf5Fallbacks(): readonly Fallback[] {
  return [...counted.values()].map(entry => ({ ...entry }));
}
