import { randomUUID } from 'node:crypto';
import {
  DaisyError,
  type Handle,
  type NdArray,
  type ObjectDescription,
  type Provenance,
  type Selection,
  type Store,
  type StoreUsage,
} from '@daisy-lab/core';

interface Entry {
  readonly value: unknown;
  description: ObjectDescription;
}

/** A store that keeps everything in memory, without spill: for scripts and tests. */
export class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #budgetBytes: number;
  #told: NodeJS.Timeout | undefined;

  constructor(budgetBytes: number = Infinity) {
    this.#budgetBytes = budgetBytes;
  }

  async put<T>(
    value: T,
    { name = '', provenance }: { readonly name?: string; readonly provenance?: Provenance } = {},
  ): Promise<Handle<T>> {
    if (name !== '') this.#refuseTaken(name);
    const facts = factsOf(value);
    if (this.usage().memoryBytes + facts.bytes > this.#budgetBytes) {
      throw new DaisyError('Resource', {
        message: `An object of ${facts.bytes} bytes would exceed the budget of ${this.#budgetBytes} bytes.`,
        action: 'Remove objects that are no longer needed.',
      });
    }
    const id = randomUUID();
    const origin = provenance ? { provenance } : {};
    const description = {
      id,
      name,
      ...facts,
      place: 'memory',
      references: 0,
      createdMs: Date.now(),
      ...origin,
    } as const;
    this.#entries.set(id, { value, description });
    this.#changed();
    return this.get(id) as Handle<T>;
  }

  get(idOrName: string): Handle {
    const entry = this.#find(idOrName);
    this.#count(entry, 1);
    let held = true;
    return {
      get description() {
        return entry.description;
      },
      read: () => Promise.resolve(entry.value),
      readPart: selection => Promise.resolve(cut(entry.value as NdArray, selection)),
      release: () => {
        if (held) this.#count(entry, -1);
        held = false;
      },
    };
  }

  has(idOrName: string): boolean {
    return this.#lookUp(idOrName) !== undefined;
  }

  list(): readonly ObjectDescription[] {
    return [...this.#entries.values()].map(({ description }) => description);
  }

  rename(idOrName: string, name: string): void {
    const entry = this.#find(idOrName);
    if (entry.description.name === name) return;
    this.#refuseTaken(name);
    entry.description = { ...entry.description, name };
    this.#changed();
  }

  async remove(idOrName: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const { description } = this.#find(idOrName);
    if (description.references > 0 && !force) {
      throw new DaisyError('Input', {
        message: `"${description.name || description.id}" is still in use.`,
        action: 'Release it first, or remove it by force.',
      });
    }
    this.#entries.delete(description.id);
    this.#changed();
  }

  usage(): StoreUsage {
    const memoryBytes = this.list().reduce((sum, { bytes }) => sum + bytes, 0);
    return { memoryBytes, budgetBytes: this.#budgetBytes, diskBytes: 0, objects: this.#entries.size };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    if (this.#listeners.size === 0 || this.#told) return;
    this.#told = setTimeout(() => {
      this.#told = undefined;
      for (const listener of this.#listeners) listener();
    }, 100).unref();
  }

  #count(entry: Entry, change: number): void {
    entry.description = { ...entry.description, references: entry.description.references + change };
  }

  #lookUp(idOrName: string): Entry | undefined {
    if (idOrName === '') return undefined;
    return (
      this.#entries.get(idOrName) ??
      [...this.#entries.values()].find(({ description }) => description.name === idOrName)
    );
  }

  #find(idOrName: string): Entry {
    const entry = this.#lookUp(idOrName);
    if (entry) return entry;
    const names = this.list().flatMap(({ name }) => (name ? [name] : []));
    throw new DaisyError('Input', {
      message: `There is no data object "${idOrName}".`,
      action: names.length > 0 ? `There are ${names.join(', ')}.` : 'The store is empty.',
    });
  }

  #refuseTaken(name: string): void {
    if (this.has(name)) throw new DaisyError('Input', { message: `There is a data object "${name}" already.` });
  }
}

function factsOf(value: unknown): Pick<ObjectDescription, 'kind' | 'bytes'> & Partial<ObjectDescription> {
  if (isArray(value)) {
    const { dtype, shape, axes, unit, data } = value;
    return { kind: 'array', dtype, shape, axes, ...(unit ? { unit } : {}), bytes: data.byteLength };
  }
  if (Array.isArray(value))
    return { kind: 'list', bytes: value.reduce((sum: number, one) => sum + factsOf(one).bytes, 0) };
  if (typeof value === 'object' && value !== null && 'path' in value) return { kind: 'file', bytes: 0 };
  return { kind: 'value', bytes: 8 };
}

function isArray(value: unknown): value is NdArray {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value && 'data' in value;
}

/** The selected part of an array, copied. */
function cut(array: NdArray, selection: Selection): NdArray {
  const ranges = array.shape.map((length, axis) => selection[axis] ?? ([0, length] as const));
  const shape = ranges.map(([start, end]) => end - start);
  const picked: number[] = [];
  const visit = (axis: number, offset: number): void => {
    if (axis === shape.length) return void picked.push(offset);
    const [start, end] = ranges[axis]!;
    for (let at = start; at < end; at++) visit(axis + 1, offset * array.shape[axis]! + at);
  };
  visit(0, 0);
  const data = array.data.slice(0, picked.length);
  picked.forEach((from, to) => (data[to] = array.data[from]!));
  return { ...array, shape, data } as NdArray;
}
