import { DaisyError } from '@daisy-lab/core';

/** Files that runs of this process are going to write: two runs of one file would find out about each other at their ends. */
const claimed = new Set<string>();

/** @throws DaisyError `File` for a file that another run writes */
export function refuseClaimed(path: string): void {
  if (!claimed.has(path)) return;
  throw new DaisyError('File', {
    message: `${path} is being written by another run.`,
    action: 'Choose another name, or wait until that run has ended.',
    path,
  });
}

/** Keeps files for a run; call the result when it has ended. */
export function claimFiles(paths: Iterable<string>): () => void {
  const own = [...paths];
  for (const path of own) claimed.add(path);
  return () => {
    for (const path of own) claimed.delete(path);
  };
}
