import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  isNdArray,
  DaisyError,
  type FileRef,
  type NdArray,
  type Port,
  type Ports,
  type PortType,
} from '@daisy-lab/core';
import type { FileFormat } from './command-spec.js';
import { fitArray } from './fit-array.js';
import { writeBytes } from './formats/bytes.js';
import { exchangeError } from './formats/file-errors.js';
import { readCsvArray, readTable, writeCsvArray, writeTable } from './formats/csv.js';
import { readHdf5, writeHdf5 } from './formats/hdf5.js';
import { arrayOfLists, readJson, tableOfLists, writeJson } from './formats/json.js';
import { readNpy, writeNpy, type PlainArray } from './formats/npy.js';
import { readRaw, writeRaw } from './formats/raw.js';

/** How one value is exchanged. */
export interface Route {
  readonly as?: FileFormat;
  readonly dataset?: string;
  /** Name of the file; by default that of the input or output with the format's ending. */
  readonly name?: string;
}

const open = new Set<string>();
let watching = false;

/** The folder through which a body and its program exchange files. It is removed whatever happens. */
export class Exchange {
  readonly folder: string;
  readonly #signal: AbortSignal;

  /** @throws DaisyError `Resource` when there is no room for `bytes` of inputs, `File` when the folder cannot be made. */
  constructor(bytes: number, signal: AbortSignal) {
    const root = process.env['TMPDIR'] || tmpdir();
    try {
      checkRoom(root, bytes);
      this.folder = mkdtempSync(join(root, 'daisy-command-'));
      mkdirSync(join(this.folder, 'out'));
    } catch (cause) {
      throw exchangeError('written', root, cause);
    }
    this.#signal = signal;
    open.add(this.folder);
    if (!watching) process.on('exit', () => open.forEach(folder => rmSync(folder, { recursive: true, force: true })));
    watching = true;
  }

  /** Inputs lie in the folder itself, outputs in `out`, so that an output may be named as an input. */
  path(side: 'input' | 'output', port: string, type: PortType, route: Route): string {
    const bare = required(type);
    const format = bare.kind === 'file' ? bare.format : formatOf(type, route);
    const file = `${port}.${format === 'any' ? 'dat' : format}`;
    return join(this.folder, route.name ?? (side === 'input' ? file : join('out', file)));
  }

  /** Writes an input and returns the path of its file. */
  async give(port: string, { type }: Port<unknown>, value: unknown, route: Route): Promise<string> {
    const path = this.path('input', port, type, route);
    try {
      await this.#write(path, formatOf(type, route), route, value);
    } catch (cause) {
      this.#signal.throwIfAborted();
      throw exchangeError('written', path, cause);
    }
    return path;
  }

  /** Makes the file of an output that came through standard output. */
  async put(port: string, { type }: Port<unknown>, route: Route, bytes: Uint8Array): Promise<void> {
    const path = this.path('output', port, type, route);
    await writeBytes(path, [bytes]).catch((cause: unknown) => {
      throw exchangeError('written', path, cause);
    });
  }

  /**
   * Reads an output from its file.
   * @throws DaisyError `File` when it is missing or damaged, `Data` when it is not what the contract says.
   */
  async take(port: string, { type }: Port<unknown>, route: Route, filesTo: string | undefined): Promise<unknown> {
    const path = this.path('output', port, type, route);
    try {
      if (fileOf(type)) return await this.#keep(path, filesTo);
      return await this.#read(path, port, required(type), formatOf(type, route), route);
    } catch (cause) {
      if (type.kind === 'optional' && (cause as { code?: unknown }).code === 'ENOENT') return undefined;
      throw exchangeError('read', path, cause);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    open.delete(this.folder);
  }

  async #write(path: string, format: FileFormat, { dataset = '/data' }: Route, value: unknown): Promise<void> {
    const array = value as NdArray;
    if (format === 'npy') return writeNpy(path, array, this.#signal);
    if (format === 'raw') return writeRaw(path, array, this.#signal);
    if (format === 'h5') return writeHdf5(path, dataset, array);
    if (format === 'json') return writeJson(path, value);
    return isNdArray(value) ? writeCsvArray(path, value) : writeTable(path, value as never);
  }

  async #read(
    path: string,
    port: string,
    type: PortType,
    format: FileFormat,
    { dataset = '/data' }: Route,
  ): Promise<unknown> {
    if (format === 'csv' && type.kind === 'table') return readTable(path);
    if (format === 'json') {
      const value = await readJson(path);
      if (type.kind === 'table') return tableOfLists(value);
      return type.kind === 'array' ? fitArray(arrayOfLists(value, path), type, port) : value;
    }
    const readers = { npy: readNpy, raw: readRaw, csv: readCsvArray };
    const array: PlainArray = format === 'h5' ? await readHdf5(path, dataset) : await readers[format](path);
    return fitArray(array, type, port);
  }

  /** Moves a file that the program wrote out of the folder, which is going to be removed. */
  async #keep(path: string, filesTo: string | undefined): Promise<FileRef> {
    if (filesTo === undefined) {
      throw new DaisyError('Internal', {
        message: 'A body with a file as output has to say where it goes ("filesTo").',
      });
    }
    await mkdir(filesTo, { recursive: true });
    const kept = join(filesTo, basename(path));
    await rename(path, kept).catch(() => copyFile(path, kept));
    return { path: kept };
  }
}

const required = (type: PortType): PortType => (type.kind === 'optional' ? type.of : type);
const fileOf = (type: PortType): boolean => required(type).kind === 'file';

function formatOf(type: PortType, { as }: Route): FileFormat {
  const { kind } = required(type);
  return as ?? (kind === 'array' ? 'npy' : kind === 'table' ? 'csv' : 'json');
}

/** Bytes that the arrays among some inputs are going to take as files. */
export function bytesOfInputs(
  ports: Ports,
  inputs: Readonly<Record<string, unknown>>,
  names: readonly string[],
): number {
  return names.reduce((sum, name) => {
    const value = inputs[name];
    return sum + (ports[name] && isNdArray(value) ? value.data.byteLength : 0);
  }, 0);
}

function checkRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (bytes <= free) return;
  const gigabytes = (count: number): string => `${(count / 1e9).toFixed(1)} GB`;
  throw new DaisyError('Resource', {
    message: `The inputs take ${gigabytes(bytes)}, but the disk of ${folder} has ${gigabytes(free)} free.`,
    action: 'Point the environment variable TMPDIR at a disk with more room, or work on fewer rows.',
  });
}
