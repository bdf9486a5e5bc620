import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  write,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
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
import { bootId } from '../../machine/process-token.js';
import { tablesToParts } from '../arrow-parts.js';
import { plainValue } from '../plain-value.js';
import { fileChecksum, WrittenChecksum } from './checksum.js';
import { layout } from './layout.js';
import { recordFormat, type ArrayRecord, type ResultRecord } from './record.js';

const writeAsync = promisify(write);

interface OpenArray {
  readonly fd: number;
  readonly record: Omit<ArrayRecord, 'crc32'>;
  readonly checksum: WrittenChecksum;
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
  /** Whether the list of pieces has its first line. */
  #noted = false;
  #ended = false;

  /** @throws when what a killed run has left cannot be read */
  constructor(place: WriterPlace) {
    this.#place = place;
    this.finished = this.#resume();
  }

  array(output: string, dtype: Dtype, shape: readonly number[], axes: readonly string[], unit?: string): ArrayWriter {
    const record = { dtype, shape, axes, ...(unit ? { unit } : {}) };
    const open = this.#arrays.get(output) ?? this.#openArray(output, record);
    return { write: (piece, axis, start) => guarded(() => writePiece(open, piece, axis, start)) };
  }

  value(output: string, value: unknown): void {
    this.#values[output] = value;
  }

  async finishPiece(piece: FinishedPiece): Promise<void> {
    await guarded(() => this.#note({ piece }));
  }

  async commit(milliseconds: number): Promise<StoredResult> {
    const { root, key, header, folder } = this.#place;
    const values = serialize(plainValue(await tablesToParts(this.#values)));
    const arrays: Record<string, ArrayRecord> = {};
    await guarded(async () => {
      for (const [output, { fd, record, checksum }] of this.#arrays) {
        this.#arrays.delete(output);
        closeSync(fd);
        const known = checksum.of(bytesOf({ output: record }));
        arrays[output] = { ...record, crc32: known ?? (await fileChecksum(join(folder, layout.arrayFile(output)))) };
      }
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
      await writeFile(join(folder, layout.values), values);
      await writeFile(join(folder, layout.header), JSON.stringify(record));
      const target = layout.result(root, key);
      putInPlace(root, folder, target);
      // Not before: a process that is killed here goes on from the pieces.
      rmSync(join(target, layout.pieces), { force: true });
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

  #openArray(output: string, record: OpenArray['record']): OpenArray {
    const path = join(this.#place.folder, layout.arrayFile(output));
    const bytes = sizeOf(record.shape) * itemSize(record.dtype);
    refuseFull(this.#place.folder, existsSync(path) ? 0 : bytes);
    const fd = openSync(path, existsSync(path) ? 'r+' : 'w+');
    const open = { fd, record, checksum: new WrittenChecksum() };
    this.#arrays.set(output, open);
    ftruncateSync(fd, bytes);
    this.#note({ output, record });
    return open;
  }

  /** Adds to the list that a run goes on from when this process is killed. */
  #note(line: ListLine): void {
    const first = this.#noted ? '' : `${bootLine()}\n`;
    this.#noted = true;
    const text = serialize(line).toString('base64');
    appendFileSync(join(this.#place.folder, layout.pieces), `${first}${text}\n`);
  }

  /**
   * Arrays and finished pieces of a killed run. A damaged line ends them, and is cut off so that new ones can follow. Pieces from before
   * a restart of the machine are not trusted: their bytes may never have reached the disk.
   */
  #resume(): readonly FinishedPiece[] {
    const path = join(this.#place.folder, layout.pieces);
    if (!existsSync(path)) return [];
    const { lines, soundBytes } = soundLines(readFileSync(path, 'utf8'));
    truncateSync(path, soundBytes);
    this.#noted = soundBytes > 0;
    for (const line of lines) {
      if (!('output' in line)) continue;
      const fd = openSync(join(this.#place.folder, layout.arrayFile(line.output)), 'r+');
      this.#arrays.set(line.output, { fd, record: line.record, checksum: new WrittenChecksum() });
    }
    return lines.flatMap(line => ('piece' in line ? [line.piece] : []));
  }
}

/** A line of the list: an array that was begun, or a piece of which everything has been written. */
type ListLine = { readonly output: string; readonly record: OpenArray['record'] } | { readonly piece: FinishedPiece };

function soundLines(text: string): { readonly lines: readonly ListLine[]; readonly soundBytes: number } {
  const [boot, ...rest] = text.split('\n').slice(0, -1);
  const lines: ListLine[] = [];
  if (boot !== bootLine()) return { lines, soundBytes: 0 };
  let soundBytes = boot.length + 1;
  for (const line of rest) {
    try {
      const value = deserialize(Buffer.from(line, 'base64')) as unknown;
      if (typeof value !== 'object' || value === null || !('piece' in value || 'output' in value)) break;
      lines.push(value as ListLine);
    } catch {
      break;
    }
    soundBytes += line.length + 1;
  }
  return { lines, soundBytes };
}

const bootLine = (): string => `boot ${bootId()}`;

/** A result of the same key that another process has finished meanwhile is as good; it makes place. */
function putInPlace(root: string, folder: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      return renameSync(folder, target);
    } catch (error) {
      const taken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!taken || attempt === 5) throw error;
    }
    const aside = join(root, 'removed', randomUUID());
    mkdirSync(dirname(aside), { recursive: true });
    renameSync(target, aside);
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Room that is left to others when a disk runs full. */
const spareBytes = 64e6;

/** Refuses what the disk has no room for before it is full for everybody. */
function refuseFull(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bytes > 0 && bytes + spareBytes > bavail * bsize) throw noRoom();
}

async function writePiece(
  { fd, record: { shape, dtype }, checksum }: OpenArray,
  piece: NdArray,
  axis: number,
  start: number,
): Promise<void> {
  const inner = sizeOf(shape.slice(axis + 1)) * itemSize(dtype);
  const outer = sizeOf(shape.slice(0, axis));
  const run = piece.shape[axis]! * inner;
  const { data } = piece;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // Along the first axis a piece is one stretch of the file; along others it is many, and the file is read once at the end.
  if (outer === 1) checksum.add(start * inner, bytes);
  for (let block = 0; block < outer; block++) {
    const from = block * run;
    const to = (block * shape[axis]! + start) * inner;
    for (let done = 0; done < run;) {
      const { bytesWritten } = await writeAsync(fd, bytes, from + done, Math.min(1 << 30, run - done), to + done);
      done += bytesWritten;
    }
  }
}

const bytesOf = (arrays: Readonly<Record<string, Omit<ArrayRecord, 'crc32'>>>): number =>
  Object.values(arrays).reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * itemSize(dtype), 0);

/** Turns what the file system says into a sentence. */
export async function guarded<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DaisyError) throw cause;
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) throw noRoom(cause);
    throw new DaisyError('File', {
      message: `A result cannot be stored: ${(cause as Error).message}.`,
      action: 'Choose another folder with the variable DAISY_CACHE.',
      cause,
    });
  }
}

const noRoom = (cause?: unknown): DaisyError =>
  new DaisyError('Resource', {
    message: 'There is no room on disk for a result.',
    action: 'Make room with "daisy cache evict", or choose another folder with the variable DAISY_CACHE.',
    ...(cause === undefined ? {} : { cause }),
  });
