import { statSync } from 'node:fs';

/** Files that are being written: one is taken when neither its size nor its time has changed between two looks. */
export class SettledFiles {
  readonly #seen = new Map<string, string>();

  /** Whether a file looks as it did the last time; null when it is gone. */
  settled(file: string): boolean | null {
    const found = statSync(file, { throwIfNoEntry: false, bigint: true });
    if (!found) {
      this.#seen.delete(file);
      return null;
    }
    const now = `${found.size} ${found.mtimeNs} ${found.ino}`;
    const same = found.size > 0n && this.#seen.get(file) === now;
    this.#seen.set(file, now);
    return same;
  }

  forget(file: string): void {
    this.#seen.delete(file);
  }
}
