import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import {
  itemSize,
  sizeOf,
  type NewestResult,
  type ResultHeader,
  type ResultStore,
  type ResultWriter,
  type StoredResult,
} from '@daisy-lab/core';
import { partsToTables } from '../arrow-parts.js';
import { fileChecksum } from './checksum.js';
import { takeLock } from './folder-lock.js';
import { bytesText } from './byte-size.js';
import { FolderWriter, guarded } from './folder-writer.js';
import { InUse } from './in-use.js';
import { layout } from './layout.js';
import { newestResults } from './newest-results.js';
import { recordFormat, type ResultRecord } from './record.js';
import { evict, keptResults, removeResult } from './result-folder.js';
import { StoredArray } from './stored-array.js';

/** A result that takes more than this share of the budget would push out too many others. */
const largestShare = 0.25;
/** Eviction goes on to this share of the budget, so that it is not needed for every result. */
const lowWater = 0.9;

/**
 * Results in a folder, by key. Several processes may share it: a result appears whole by a rename, and is never changed. With a
 * budget, results that were not used for longest make room for new ones.
 */
export class FolderResults implements ResultStore {
  readonly largestBytes: number;
  /** Results whose bytes this process has checked or written itself. */
  readonly #trusted = new Set<string>();
  readonly #budgetBytes: number;
  readonly #inUse: InUse | null;
  /** As of the last look, with what this process has added since. */
  #knownBytes: number | undefined;

  constructor(
    readonly root: string,
    { budgetBytes = Infinity }: { readonly budgetBytes?: number } = {},
  ) {
    this.#budgetBytes = budgetBytes;
    this.largestBytes = budgetBytes * largestShare;
    this.#inUse = budgetBytes < Infinity ? new InUse(root) : null;
  }

  async find(key: string): Promise<StoredResult | null> {
    const folder = layout.result(this.root, key);
    try {
      const record = await readRecord(folder, key);
      if (!record) return this.#refuse(key);
      if (!this.#trusted.has(key) && !(await isSound(folder, record))) return this.#refuse(key);
      const result = await openResult(folder, record);
      this.#hold(result);
      this.#trusted.add(key);
      touch(folder);
      return result;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' && !isThere(folder) ? null : this.#refuse(key);
    }
  }

  async begin(key: string, header: ResultHeader): Promise<ResultWriter> {
    const partial = layout.partial(this.root);
    return guarded(async () => {
      mkdirSync(partial, { recursive: true });
      // While another process gathers the same result, this one works beside it.
      const own = join(partial, key);
      const first = takeLock(layout.lock(own));
      const folder = first ? own : join(partial, `${key}-${randomUUID()}`);
      const release = first ?? takeLock(layout.lock(folder));
      mkdirSync(folder, { recursive: true });
      return new FolderWriter({
        root: this.root,
        key,
        header,
        folder,
        release: release ?? (() => undefined),
        open: async () => {
          this.#trusted.add(key);
          const target = layout.result(this.root, key);
          const result = await openResult(target, (await readRecord(target, key))!);
          newestResults.note(this.root, key, header);
          this.#makeRoom(key, result.bytes);
          return result;
        },
      });
    });
  }

  newest(node: string, algorithm: string): Promise<NewestResult | null> {
    return Promise.resolve(newestResults.find(this.root, node, algorithm));
  }

  /** Where the folder takes no marks, the files stay readable all the same: they are open. */
  #hold({ key, outputs }: StoredResult): void {
    try {
      for (const value of Object.values(outputs)) if (value instanceof StoredArray) this.#inUse?.hold(key, value);
    } catch {
      return;
    }
  }

  #makeRoom(key: string, bytes: number): void {
    if (this.#budgetBytes === Infinity) return;
    try {
      this.#knownBytes ??= keptResults(this.root).reduce((sum, result) => sum + result.bytes, -bytes);
      this.#knownBytes += bytes;
      if (this.#knownBytes <= this.#budgetBytes) return;
      const evicted = evict(this.root, lowWater * this.#budgetBytes, new Set([key]));
      if (evicted) this.#knownBytes = evicted.keptBytes;
    } catch {
      return; // the next result tries again
    }
  }

  /** Damaged or foreign content makes room for what is computed again. */
  #refuse(key: string): null {
    removeResult(this.root, key);
    return null;
  }
}

/** The sentence for a result that is not kept because of its size. */
export function tooLarge(title: string, bytes: number, largestBytes: number): string {
  return (
    `The result of ${title} (${bytesText(bytes)}) is not kept for later runs: it is larger than a quarter of the cache ` +
    `(${bytesText(largestBytes)}). Give the cache more room with DAISY_CACHE_BYTES.`
  );
}

/** The time of the last use decides what goes first when room is needed. */
function touch(folder: string): void {
  try {
    utimesSync(join(folder, layout.header), new Date(), new Date());
  } catch {
    return; // a folder that may only be read
  }
}

const isThere = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false }) !== undefined;

async function readRecord(folder: string, key: string): Promise<ResultRecord | null> {
  const record = JSON.parse(await readFile(join(folder, layout.header), 'utf8')) as ResultRecord;
  return record.format === recordFormat && record.key === key ? record : null;
}

/** Whether all files are there with the sizes and checksums that the record names. */
async function isSound(folder: string, record: ResultRecord): Promise<boolean> {
  for (const [output, { shape, dtype, crc32: sum }] of Object.entries(record.arrays)) {
    const path = join(folder, layout.arrayFile(output));
    if (statSync(path).size !== sizeOf(shape) * itemSize(dtype)) return false;
    if ((await fileChecksum(path)) !== sum) return false;
  }
  return crc32(await readFile(join(folder, layout.values))) === record.valuesCrc32;
}

async function openResult(folder: string, record: ResultRecord): Promise<StoredResult> {
  const written = deserialize(await readFile(join(folder, layout.values))) as Record<string, unknown>;
  const values = await partsToTables(written);
  const arrays = Object.entries(record.arrays).map(
    ([output, array]) =>
      [output, new StoredArray(join(folder, layout.arrayFile(output)), array, `${record.key}.${output}`)] as const,
  );
  const { key, bytes, milliseconds } = record;
  return { key, outputs: { ...values, ...Object.fromEntries(arrays) }, bytes, milliseconds };
}
