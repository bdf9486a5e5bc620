import { BroadcastChannel } from 'node:worker_threads';
import { DaisyError, type ObjectDescription, type OriginGraph, type Selection, type StoreUsage } from '@daisy-lab/core';
import { Listeners } from './listeners.js';
import { checkName, requireObject } from './object-lookup.js';
import { ObjectMirror } from './object-mirror.js';
import { readObject, readObjectPart } from './read-object.js';
import { saveObject } from './save-object.js';
import { storeChannel, type StoreMessage } from './shared-object.js';

/** Objects are asked for once; whoever is there answers. */
const joinMs = 500;

/**
 * The store as another thread sees it. It lists and reads by itself, from shared memory and files; changes it asks of the owner, which
 * follows when it is free, and shows them at once.
 */
export class StoreView {
  readonly #channel = new BroadcastChannel(storeChannel);
  readonly #mirror = new ObjectMirror();
  readonly #listeners = new Listeners();
  readonly #joined: Promise<void>;

  constructor() {
    this.#joined = new Promise(resolve => {
      const timer = setTimeout(resolve, joinMs).unref();
      this.#channel.onmessage = (event): void => {
        const message = (event as unknown as { data: StoreMessage }).data;
        if (this.#mirror.take(message)) this.#listeners.changed();
        if (message.kind !== 'all') return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#channel.unref();
    this.#post({ kind: 'hello' });
  }

  async list(): Promise<readonly ObjectDescription[]> {
    await this.#joined;
    const all = [...this.#mirror.objects.values()].map(({ description }) => description);
    return all.sort((a, b) => a.createdMs - b.createdMs);
  }

  async usage(): Promise<StoreUsage> {
    await this.#joined;
    return this.#mirror.usage;
  }

  /** @throws DaisyError `Input` when there is no such object */
  async describe(idOrName: string): Promise<ObjectDescription> {
    await this.#joined;
    return requireObject(this.#mirror.objects, idOrName).description;
  }

  /** The value, or the part of it that is selected. */
  async read(idOrName: string, selection?: Selection): Promise<unknown> {
    await this.#joined;
    const object = requireObject(this.#mirror.objects, idOrName);
    return selection ? readObjectPart(object, selection) : readObject(object);
  }

  async origin(idOrName: string): Promise<OriginGraph | null> {
    await this.#joined;
    return requireObject(this.#mirror.objects, idOrName).origin;
  }

  /** Writes an object into a file; returns its path. */
  async save(idOrName: string, path: string, options: { readonly overwrite: boolean }): Promise<string> {
    await this.#joined;
    const object = requireObject(this.#mirror.objects, idOrName);
    return saveObject(await readObject(object), object.description, path, options);
  }

  /** @throws DaisyError `Input` for a name that another object has */
  async rename(idOrName: string, name: string): Promise<ObjectDescription> {
    await this.#joined;
    const object = requireObject(this.#mirror.objects, idOrName);
    const { id } = object.description;
    checkName(this.#mirror.objects, name, id);
    const description = { ...object.description, name };
    this.#mirror.objects.set(id, { ...object, description });
    this.#post({ kind: 'rename', id, name });
    this.#listeners.changed();
    return description;
  }

  /** @throws DaisyError `Input` when someone still holds it and `force` is not set */
  async remove(idOrName: string, force: boolean): Promise<void> {
    await this.#joined;
    const { id, name, references } = requireObject(this.#mirror.objects, idOrName).description;
    if (references > 0 && !force) {
      throw new DaisyError('Input', {
        message: `"${name || id}" is in use by a notebook.`,
        action: 'Release it there first, or remove it with force.',
      });
    }
    this.#mirror.take({ kind: 'gone', id, usage: this.#mirror.usage });
    this.#post({ kind: 'remove', id });
    this.#listeners.changed();
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#channel.close();
  }

  #post(message: StoreMessage): void {
    this.#channel.postMessage(message);
  }
}
