import type { ResultHeader, ResultStore, ResultWriter } from '@daisy-lab/core';
import { tooLarge } from '../store/results/folder-results.js';

/** Algorithms whose results were too large once: one line for each is enough. */
const told = new Set<string>();

/** What a run says when a result is not kept. A run never fails for that. */
export interface KeepLog {
  readonly algorithm: string;
  readonly title: string;
  log(line: string): void;
}

/** Starts to keep a result; null, with a line in the log, when the place takes none. */
export async function startKeeping(
  results: ResultStore,
  key: string,
  header: ResultHeader,
  to: KeepLog,
): Promise<ResultWriter | null> {
  try {
    return await results.begin(key, header);
  } catch (thrown) {
    to.log(notKept(thrown));
    return null;
  }
}

/** Whether a result of so many bytes is worth its room; said once when it is not. */
export function isWorthKeeping(bytes: number, largestBytes: number, to: KeepLog): boolean {
  if (bytes <= largestBytes) return true;
  if (!told.has(to.algorithm)) to.log(tooLarge(to.title, bytes, largestBytes));
  told.add(to.algorithm);
  return false;
}

export const notKept = (thrown: unknown): string =>
  `The result is not kept for later runs: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
