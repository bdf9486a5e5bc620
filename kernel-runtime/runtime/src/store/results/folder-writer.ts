import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  write,
} from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import {
  DaisyError,
  itemSize,
  sizeOf,
  type ArrayWriter,
  type Dtype,
  type FinishedPiece,
  type NdArray,
  type ResultHeader,
  type ResultWriter,
  type StoredResult,
} from '@daisy-lab/core';
import { fileChecksum } from './checksum.js';
import { layout } from './layout.js';
import { recordFormat, type ArrayRecord, type ResultRecord } from './record.js';

const writeAsync = promisify(write);

interface OpenArray {
  readonly fd: number;
  readonly record: Omit<ArrayRecord, 'crc32'>;
}

interface WriterPlace {
  readonly root: string;
  readonly key: string;
  readonly header: ResultHeader;
  /** Where the parts are gathered. */
  readonly folder: string;
  release(): void;
  /** Reads back what has been committed. */
  open(): Promise<StoredResult>;
}

/** Writes the outputs of a step into a folder of their own, which is renamed when they are complete. */
export class FolderWriter implements ResultWriter {
  readonly finished: readonly FinishedPiece[];
  readonly #place: WriterPlace;
  readonly #arrays = new Map<string, OpenArray>();
  readonly #values: Record<string, unknown> = {};
  #ended = false;

  constructor(place: WriterPlace) {
    this.#place = place;
    this.finished = this.#resume();
  }

  array(output: string, dtype: Dtype, shape: readonly number[], axes: readonly string[], unit?: string): ArrayWriter {
    const path = join(this.#place.folder, layout.arrayFile(output));
    const record = { dtype, shape, axes, ...(unit ? { unit } : {}) };
    const fd = openSync(path, existsSync(path) ? 'r+' : 'w+');
    ftruncateSync(fd, sizeOf(shape) * itemSize(dtype));
    this.#arrays.set(output, { fd, record });
    return { write: (piece, axis, start) => guarded(() => writePiece(fd, record, piece, axis, start)) };
  }

  value(output: string, value: unknown): void {
    this.#values[output] = value;
  }

  async finishPiece(piece: FinishedPiece): Promise<void> {
    const line = serialize(piece).toString('base64');
    await guarded(() => appendFile(join(this.#place.folder, layout.pieces), `${line}\n`));
  }

  async commit(milliseconds: number): Promise<StoredResult> {
    const { root, key, header, folder } = this.#place;
    const values = serialize(this.#values);
    const arrays: Record<string, ArrayRecord> = {};
    await guarded(async () => {
      for (const [output, { fd, record }] of this.#arrays) {
        closeSync(fd);
        arrays[output] = { ...record, crc32: await fileChecksum(join(folder, layout.arrayFile(output))) };
      }
      this.#arrays.clear();
      const record: ResultRecord = {
        format: recordFormat,
        key,
        header,
        arrays,
        valuesCrc32: crc32(values),
        bytes: values.length + bytesOf(arrays),
        milliseconds,
        createdMs: Date.now(),
      };
      rmSync(join(folder, layout.pieces), { force: true });
      await writeFile(join(folder, layout.values), values);
      await writeFile(join(folder, layout.header), JSON.stringify(record));
      const target = layout.result(root, key);
      mkdirSync(dirname(target), { recursive: true });
      // A result of the same key that another process has finished meanwhile is as good.
      rmSync(target, { recursive: true, force: true });
      renameSync(folder, target);
    });
    this.#end();
    return this.#place.open();
  }

  async abort({ keepPieces = false }: { readonly keepPieces?: boolean } = {}): Promise<void> {
    if (this.#ended) return;
    for (const { fd } of this.#arrays.values()) closeSync(fd);
    if (!keepPieces) rmSync(this.#place.folder, { recursive: true, force: true });
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.#place.release();
  }

  /** Finished pieces of a killed run; a damaged line ends them. */
  #resume(): readonly FinishedPiece[] {
    const path = join(this.#place.folder, layout.pieces);
    if (!existsSync(path)) return [];
    const pieces: FinishedPiece[] = [];
    for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
      try {
        pieces.push(deserialize(Buffer.from(line, 'base64')) as FinishedPiece);
      } catch {
        break;
      }
    }
    return pieces;
  }
}

async function writePiece(
  fd: number,
  { shape, dtype }: Omit<ArrayRecord, 'crc32'>,
  piece: NdArray,
  axis: number,
  start: number,
): Promise<void> {
  const inner = sizeOf(shape.slice(axis + 1)) * itemSize(dtype);
  const outer = sizeOf(shape.slice(0, axis));
  const run = piece.shape[axis]! * inner;
  const { data } = piece;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let block = 0; block < outer; block++) {
    const from = block * run;
    const to = (block * shape[axis]! + start) * inner;
    for (let done = 0; done < run;) {
      const { bytesWritten } = await writeAsync(fd, bytes, from + done, Math.min(1 << 30, run - done), to + done);
      done += bytesWritten;
    }
  }
}

const bytesOf = (arrays: Readonly<Record<string, ArrayRecord>>): number =>
  Object.values(arrays).reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * itemSize(dtype), 0);

/** Turns what the file system says into a sentence. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new DaisyError(full ? 'Resource' : 'File', {
      message: full
        ? 'There is no room on disk for a result.'
        : `A result cannot be stored: ${(cause as Error).message}.`,
      action: 'Make room with "daisy cache evict", or choose another folder with the variable DAISY_CACHE.',
      cause,
    });
  }
}
