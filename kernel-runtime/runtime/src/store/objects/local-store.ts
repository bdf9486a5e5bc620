import { randomUUID } from 'node:crypto';
import {
  DaisyError,
  type Handle,
  type ObjectDescription,
  type OriginGraph,
  type Provenance,
  type Selection,
  type Store,
  type StoreUsage,
} from '@daisy-lab/core';
import { originGraph } from '../../provenance/origin-graph.js';
import { bytesText } from '../results/byte-size.js';
import { encodeObject, type EncodedObject } from './encode-object.js';
import { checkName, findObject, requireObject } from './object-lookup.js';
import { readObject, readObjectPart } from './read-object.js';
import { saveObject } from './save-object.js';
import type { FromOwner, SharedObject } from './shared-object.js';
import type { SpillFolder } from './spill-folder.js';
import { Listeners } from './listeners.js';

export interface LocalStoreOptions {
  /** Memory that objects may take. */
  readonly budgetBytes: number;
  /** Memory that can be taken now without the system running out of it. */
  availableBytes(): number;
  readonly spill: SpillFolder;
  /** Tells the other threads. */
  tell?(message: FromOwner): void;
}

/** Left to everything else when the memory of the machine or container runs short. */
const spareBytes = 128e6;

/** The store of one process: objects in shared memory within a budget; those not used for longest go to disk. */
export class LocalStore implements Store {
  /** In order of their last use, the oldest first. */
  readonly #objects = new Map<string, SharedObject>();
  readonly #references = new Map<string, number>();
  readonly #options: LocalStoreOptions;
  readonly #listeners = new Listeners();
  readonly #dropped = new FinalizationRegistry<Reference>(reference => this.#release(reference));
  #memoryBytes = 0;
  #diskBytes = 0;
  /** Memory is made free by one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LocalStoreOptions) {
    this.#options = options;
  }

  async put<T>(
    value: T,
    { name = '', provenance }: { readonly name?: string; readonly provenance?: Provenance } = {},
  ): Promise<Handle<T>> {
    checkName(this.#objects, name);
    const encoded = await encodeObject(value);
    return this.#inTurn(async () => {
      checkName(this.#objects, name);
      const description: ObjectDescription = {
        id: randomUUID(),
        name,
        ...encoded.facts,
        bytes: encoded.bytes,
        place: 'memory',
        references: 0,
        // A clock of its own for each process: it never goes back, and no two objects have the same time.
        createdMs: performance.timeOrigin + performance.now(),
        ...(provenance ? { provenance } : {}),
      };
      this.#set(await this.#placed(description, encoded));
      return this.#handle<T>(description.id);
    });
  }

  get(idOrName: string): Handle {
    return this.#handle(requireObject(this.#objects, idOrName).description.id);
  }

  has(idOrName: string): boolean {
    return findObject(this.#objects, idOrName) !== undefined;
  }

  list(): readonly ObjectDescription[] {
    const all = [...this.#objects.values()].map(({ description }) => description);
    return all.sort((a, b) => a.createdMs - b.createdMs);
  }

  origin(idOrName: string): OriginGraph | null {
    return requireObject(this.#objects, idOrName).origin;
  }

  rename(idOrName: string, name: string): void {
    const object = requireObject(this.#objects, idOrName);
    checkName(this.#objects, name, object.description.id);
    this.#update(object, { name });
    this.#letGo(object.description.id);
  }

  async save(
    idOrName: string,
    path: string,
    { overwrite = false }: { readonly overwrite?: boolean } = {},
  ): Promise<string> {
    const object = this.#used(requireObject(this.#objects, idOrName).description.id);
    return saveObject(await readObject(object), object.description, path, { overwrite });
  }

  async remove(idOrName: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const { description } = requireObject(this.#objects, idOrName);
    if (description.references > 0 && !force) {
      throw new DaisyError('Input', {
        message: `"${description.name || description.id}" is in use: it is held ${times(description.references)}.`,
        action: 'Release its handles first, or remove it with force.',
      });
    }
    await this.#drop(description.id);
  }

  usage(): StoreUsage {
    const { budgetBytes } = this.#options;
    return {
      memoryBytes: this.#memoryBytes,
      budgetBytes,
      diskBytes: this.#diskBytes,
      objects: this.#objects.size,
    };
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** All objects, for a thread that has come later. */
  objects(): readonly SharedObject[] {
    return [...this.#objects.values()];
  }

  /** In memory when there is room or room can be made, else on disk. */
  async #placed(description: ObjectDescription, encoded: EncodedObject): Promise<SharedObject> {
    const { encoding, bytes } = encoded;
    const { provenance, name } = description;
    const origin = provenance ? originGraph(provenance, name) : null;
    const rest = { encoding, origin, version: 1 };
    if (await this.#makeRoom(bytes)) {
      try {
        return { ...rest, description, ...encoded.share(), file: null };
      } catch (thrown) {
        if (thrown instanceof DaisyError) throw thrown;
        // no memory after all: it goes to disk
      }
    }
    const file = await this.#options.spill.write(description, encoded.view()).catch((cause: unknown) => {
      throw this.#tooLarge(description, cause);
    });
    return { ...rest, description: { ...description, place: 'disk' }, shared: null, offset: 0, file };
  }

  /** Moves what was not used for longest to disk until so many bytes fit. False when they cannot. */
  async #makeRoom(bytes: number): Promise<boolean> {
    const { budgetBytes, availableBytes } = this.#options;
    if (bytes > budgetBytes) return false;
    const fits = (): boolean =>
      this.#memoryBytes + bytes <= budgetBytes && (bytes < spareBytes || bytes + spareBytes <= availableBytes());
    for (const object of [...this.#objects.values()]) {
      if (fits()) return true;
      if (object.shared === null) continue;
      if (!(await this.#spill(object))) return fits();
    }
    return fits();
  }

  async #spill(object: SharedObject): Promise<boolean> {
    const { shared, offset, description } = object;
    try {
      const bytes = new Uint8Array(shared!, offset, description.bytes);
      const file = object.file ?? (await this.#options.spill.write(description, bytes));
      const now = this.#objects.get(description.id);
      if (!now) await this.#options.spill.remove(file);
      else this.#set({ ...now, shared: null, offset: 0, file, version: now.version + 1 });
      return true;
    } catch {
      return false; // no room on disk: it stays where it is
    }
  }

  async #read(id: string): Promise<unknown> {
    return this.#inTurn(async () => {
      const object = this.#used(id);
      if (object.shared !== null || object.encoding !== 'array') return readObject(object);
      if (!(await this.#makeRoom(object.description.bytes))) {
        throw new DaisyError('Resource', {
          message: `"${nameOf(object)}" (${bytesText(object.description.bytes)}) does not fit into the ${bytesText(this.#options.budgetBytes)} that objects may take.`,
          action: 'Read a part of it with readPart, or give the store more memory with DAISY_STORE_BYTES.',
        });
      }
      const array = (await readObject(object)) as { readonly data: { readonly buffer: SharedArrayBuffer } };
      const shared = array.data.buffer;
      const now = { ...this.#used(id), shared, offset: 0, version: object.version + 1 };
      this.#set(now);
      return readObject(now);
    });
  }

  #handle<T>(id: string): Handle<T> {
    const reference: Reference = { id, released: false };
    this.#refer(id, 1);
    const objectOf = (): SharedObject => requireObject(this.#objects, id);
    const handle: Handle<T> = {
      get description() {
        return objectOf().description;
      },
      read: () => this.#read(id) as Promise<T>,
      readPart: async (selection: Selection) => (await readObjectPart(this.#used(id), selection)) as T,
      release: () => this.#release(reference),
    };
    this.#dropped.register(handle, reference);
    return handle;
  }

  #release(reference: Reference): void {
    if (reference.released) return;
    reference.released = true;
    this.#refer(reference.id, -1);
    this.#letGo(reference.id);
  }

  /** An object without a name lives as long as somebody holds it. */
  #letGo(id: string): void {
    const object = this.#objects.get(id);
    if (object && object.description.name === '' && object.description.references === 0) void this.#drop(id);
  }

  #refer(id: string, change: number): void {
    const references = (this.#references.get(id) ?? 0) + change;
    this.#references.set(id, references);
    const object = this.#objects.get(id);
    if (object) this.#update(object, { references });
  }

  #used(id: string): SharedObject {
    const object = requireObject(this.#objects, id);
    this.#objects.delete(id);
    this.#objects.set(id, object);
    return object;
  }

  #update(object: SharedObject, change: Partial<ObjectDescription>): void {
    this.#set({ ...object, description: { ...object.description, ...change }, version: object.version + 1 });
  }

  #set(given: SharedObject): void {
    const { shared, file } = given;
    const place = shared === null ? 'disk' : file === null ? 'memory' : 'both';
    const object = { ...given, description: { ...given.description, place } as ObjectDescription };
    const { id } = object.description;
    this.#count(this.#objects.get(id), -1);
    this.#count(object, 1);
    this.#objects.set(id, object);
    this.#changed({ kind: 'set', object, usage: this.usage() });
  }

  async #drop(id: string): Promise<void> {
    const object = this.#objects.get(id);
    if (!object) return;
    this.#objects.delete(id);
    this.#references.delete(id);
    this.#count(object, -1);
    this.#changed({ kind: 'gone', id, usage: this.usage() });
    if (object.file !== null) await this.#options.spill.remove(object.file);
  }

  #count(object: SharedObject | undefined, sign: 1 | -1): void {
    if (!object) return;
    const { bytes } = object.description;
    if (object.shared !== null) this.#memoryBytes += sign * bytes;
    if (object.file !== null) this.#diskBytes += sign * bytes;
  }

  #changed(message: FromOwner): void {
    this.#options.tell?.(message);
    this.#listeners.changed();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #tooLarge({ name, bytes }: ObjectDescription, cause: unknown): DaisyError {
    const { memoryBytes, budgetBytes } = this.usage();
    const what = name === '' ? 'The object' : `"${name}"`;
    return new DaisyError('Resource', {
      message: `${what} (${bytesText(bytes)}) would exceed the memory that objects may take: ${bytesText(memoryBytes)} of ${bytesText(budgetBytes)} are taken, and it cannot be moved to disk.`,
      action: 'Remove objects that you no longer need, or give the store more memory with DAISY_STORE_BYTES.',
      cause,
    });
  }
}

interface Reference {
  readonly id: string;
  released: boolean;
}

const nameOf = ({ description }: SharedObject): string => description.name || description.id;
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
