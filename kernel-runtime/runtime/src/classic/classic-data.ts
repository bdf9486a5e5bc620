import type { Handle, Store } from '@daisy-lab/core';

/** The named data objects of a classic script: `self.data[name]` of Python, on a store of Daisy. */
export class ClassicData {
  readonly #store: Store;
  readonly #held = new Map<string, Handle>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The value of an object.
   * @throws DaisyError `Input` when there is none of that name, with the names that there are
   */
  async get(name: string): Promise<unknown> {
    const handle = this.#held.get(name);
    if (handle) return handle.read();
    const fresh = this.#store.get(name);
    try {
      return await fresh.read();
    } finally {
      fresh.release();
    }
  }

  /** Keeps a value under a name; one that has the name already is replaced, as in Python. */
  async set(name: string, value: unknown): Promise<void> {
    const handle = await this.#store.put(value);
    await this.delete(name);
    this.#store.rename(handle.description.id, name);
    this.#held.set(name, handle);
  }

  has(name: string): boolean {
    return this.#store.has(name);
  }

  keys(): readonly string[] {
    return this.#store.list().flatMap(({ name }) => (name ? [name] : []));
  }

  /** Lets an object go; nothing happens when there is none. */
  async delete(name: string): Promise<void> {
    this.#held.get(name)?.release();
    this.#held.delete(name);
    if (this.#store.has(name)) await this.#store.remove(name, { force: true });
  }

  async clear(): Promise<void> {
    for (const name of [...this.#held.keys()]) await this.delete(name);
  }
}
