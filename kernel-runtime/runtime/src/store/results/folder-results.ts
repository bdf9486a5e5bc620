import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import {
  itemSize,
  sizeOf,
  type ResultHeader,
  type ResultStore,
  type ResultWriter,
  type StoredResult,
} from '@daisy-lab/core';
import { fileChecksum } from './checksum.js';
import { takeLock } from './folder-lock.js';
import { FolderWriter } from './folder-writer.js';
import { layout } from './layout.js';
import { recordFormat, type ResultRecord } from './record.js';
import { StoredArray } from './stored-array.js';

/** Results in a folder, by key. Several processes may share it: a result appears whole by a rename, and is never changed. */
export class FolderResults implements ResultStore {
  /** Results whose bytes this process has checked or written itself. */
  readonly #trusted = new Set<string>();

  constructor(readonly root: string) {}

  async find(key: string): Promise<StoredResult | null> {
    const folder = layout.result(this.root, key);
    try {
      const record = await readRecord(folder, key);
      if (!record) return await this.#refuse(folder);
      if (!this.#trusted.has(key) && !(await isSound(folder, record))) return await this.#refuse(folder);
      const result = await open(folder, record);
      this.#trusted.add(key);
      // The time of the last use decides what goes first when room is needed.
      utimesSync(join(folder, layout.header), new Date(), new Date());
      return result;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return this.#refuse(folder);
    }
  }

  async begin(key: string, header: ResultHeader): Promise<ResultWriter> {
    const partial = layout.partial(this.root);
    mkdirSync(partial, { recursive: true });
    const own = join(partial, key);
    // While another process gathers the same result, this one works beside it.
    const release = takeLock(layout.lock(own));
    const folder = release ? own : join(partial, `${key}-${randomUUID()}`);
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
        return open(target, (await readRecord(target, key))!);
      },
    });
  }

  /** Damaged or foreign content makes room for what is computed again. */
  async #refuse(folder: string): Promise<null> {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

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

async function open(folder: string, record: ResultRecord): Promise<StoredResult> {
  const values = deserialize(await readFile(join(folder, layout.values))) as Record<string, unknown>;
  const arrays = Object.entries(record.arrays).map(
    ([output, array]) =>
      [output, new StoredArray(join(folder, layout.arrayFile(output)), array, `${record.key}.${output}`)] as const,
  );
  const { key, bytes, milliseconds } = record;
  return { key, outputs: { ...values, ...Object.fromEntries(arrays) }, bytes, milliseconds };
}
