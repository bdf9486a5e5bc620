import type { DataSource } from '../../io/data-source.js';
import { openSource } from '../../io/source-kinds.js';
import { statOf } from '../../io/bytes/problems.js';

/** A file that is looked around in stays open that long after the last question. */
const idleMs = 3000;
const mostOpen = 4;

interface Kept {
  readonly stamp: string;
  readonly source: Promise<DataSource>;
  timer: NodeJS.Timeout;
}

/** Files that were looked at a moment ago, so that the next page of a large group need not read its names again. */
export class OpenFiles {
  readonly #kept = new Map<string, Kept>();

  /** The file as it is now: one that has changed since is opened anew. `use` must not wait for anything. */
  async use<T>(path: string, use: (source: DataSource) => T): Promise<T> {
    const stamp = stampOf(path);
    const known = this.#kept.get(path);
    if (known && known.stamp !== stamp) this.#close(path);
    const kept = this.#kept.get(path) ?? this.#open(path, stamp);
    clearTimeout(kept.timer);
    try {
      return use(await kept.source);
    } finally {
      kept.timer = this.#closeLater(path, kept);
    }
  }

  closeAll(): void {
    for (const path of [...this.#kept.keys()]) this.#close(path);
  }

  #open(path: string, stamp: string): Kept {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostOpen && oldest !== undefined) this.#close(oldest);
    const source = openSource(path);
    const kept: Kept = { stamp, source, timer: setTimeout(() => undefined, 0) };
    source.catch(() => this.#kept.get(path) === kept && this.#kept.delete(path));
    this.#kept.set(path, kept);
    return kept;
  }

  #closeLater(path: string, kept: Kept): NodeJS.Timeout {
    clearTimeout(kept.timer);
    const timer = setTimeout(() => this.#kept.get(path) === kept && this.#close(path), idleMs);
    timer.unref();
    return timer;
  }

  #close(path: string): void {
    const kept = this.#kept.get(path);
    this.#kept.delete(path);
    if (!kept) return;
    clearTimeout(kept.timer);
    // whoever waits for the same opening gets it first
    kept.source.then(source => setImmediate(() => source.close())).catch(() => undefined);
  }
}

/** What changes when a file is written; nothing for what is no file. */
function stampOf(path: string): string {
  const found = statOf(path);
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
}
