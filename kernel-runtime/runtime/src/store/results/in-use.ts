import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atExit } from '../../machine/at-exit.js';
import { isAlive, ownToken } from '../../machine/process-token.js';

/** Marks of processes of other machines count for so long. */
const strangersMs = 24 * 3600e3;

/**
 * Says to all processes which results this one holds: an empty file for each, in a folder named after the process. The files go
 * when the arrays have been collected, the folder with the process.
 */
export class InUse {
  readonly #folder: string;
  readonly #holders = new Map<string, number>();
  readonly #collected = new FinalizationRegistry<string>(key => this.#release(key));
  #made = false;

  constructor(readonly root: string) {
    this.#folder = join(useFolder(root), folderName());
  }

  /** Marks a result as used until `holder` has been collected. */
  hold(key: string, holder: object): void {
    const holders = this.#holders.get(key) ?? 0;
    this.#holders.set(key, holders + 1);
    this.#collected.register(holder, key);
    if (holders > 0) return;
    if (!this.#made) {
      mkdirSync(this.#folder, { recursive: true });
      atExit(() => rmSync(this.#folder, { recursive: true, force: true }));
      this.#made = true;
    }
    writeFileSync(join(this.#folder, key), '');
  }

  #release(key: string): void {
    const left = (this.#holders.get(key) ?? 1) - 1;
    if (left > 0) return void this.#holders.set(key, left);
    this.#holders.delete(key);
    rmSync(join(this.#folder, key), { force: true });
  }
}

/** The keys of all results that a living process holds; what dead ones have left is removed. */
export function keysInUse(root: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const name of names(useFolder(root))) {
    const folder = join(useFolder(root), name);
    if (isLeft(name, folder)) rmSync(folder, { recursive: true, force: true });
    else for (const key of names(folder)) keys.add(key);
  }
  return keys;
}

const useFolder = (root: string): string => join(root, 'use');

/** `<process>@<start>@<machine>` */
function folderName(): string {
  const { pid, started, host } = ownToken();
  return [pid, started, encodeURIComponent(host)].join('@');
}

function isLeft(name: string, folder: string): boolean {
  const [pid = '', started = '', host = ''] = name.split('@');
  const alive = isAlive({ pid: Number(pid), started, host: decodeURIComponent(host) });
  if (alive !== null) return !alive;
  const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - changedMs > strangersMs;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
