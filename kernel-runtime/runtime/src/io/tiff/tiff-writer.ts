import { closeSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { DaisyError, itemSize, typedArray, type TypedArray } from '@daisy-lab/core';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import { startFile, type PartialFile, writeFailure } from '../partial-file.js';
import { DirectoryWriter } from './directory-writer.js';
import type { TiffOptions, TiffPages } from './tiff-options.js';
import { encodeLzw } from './lzw.js';
import { applyPredictor } from './predictor.js';

const deflateAsync = promisify(deflate) as (
  bytes: Uint8Array,
  options: { level: number; chunkSize: number },
) => Promise<Uint8Array>;
const smallOffsets = 2 ** 32 - 2 ** 25;
/**
 * Strips begin at multiples of this: where a place in the file and one in memory differ by something else, Linux on AMD copies three
 * times slower between them.
 */
const alignBytes = 16;
/** Rows of a compressed strip hold about so many bytes. */
const stripBytes = 256 * 1024;

/** Writes pages one after the other; the file gets its name when it is finished. */
export class TiffWriter {
  readonly path: string;
  readonly #file: PartialFile;
  readonly #pages: TiffPages;
  readonly #options: TiffOptions;
  readonly #directory: DirectoryWriter;
  readonly #tile: { width: number; height: number; tiled: boolean };
  #handle: number | null;
  #at = 0;

  /** @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for options that do not fit together. */
  constructor(name: string, pages: TiffPages, options: TiffOptions = {}) {
    checkOptions(pages, options);
    const size = pages.width * pages.height * (pages.samples ?? 1) * itemSize(pages.dtype) * (pages.pages ?? Infinity);
    const big = options.bigTiff ?? size > smallOffsets;
    this.#file = startFile(name, options.overwrite ?? false);
    this.path = this.#file.path;
    this.#pages = pages;
    this.#options = options;
    this.#tile = tileOf(pages, options);
    this.#directory = new DirectoryWriter(big, options.bigEndian ?? false, pages, options, this.#tile);
    this.#handle = openSync(this.#file.temporary, 'r+');
    this.#write(this.#directory.header());
  }

  /** Appends pages: `data` holds whole ones. */
  append(data: TypedArray): void {
    for (const page of this.#split(data)) {
      this.#directory.add(this.#tiles(page).map(tile => this.#place(this.#compress(tile))));
    }
  }

  /** The same, compressed on the threads of the pool. */
  async appendAsync(data: TypedArray, signal?: AbortSignal): Promise<void> {
    for (const page of this.#split(data)) {
      if (signal?.aborted) throw DaisyError.cancelled('Writing');
      const tiles = this.#tiles(page);
      const packed =
        this.#options.compression === 'deflate'
          ? await Promise.all(tiles.map(tile => deflateAsync(tile, { level: 1, chunkSize: Math.max(64, tile.length) })))
          : tiles.map(tile => this.#compress(tile));
      this.#directory.add(packed.map(bytes => this.#place(bytes)));
    }
  }

  finish(): void {
    if (this.#at % 2 === 1) this.#write(new Uint8Array(1)); // directories lie at even places
    for (const { offset, bytes } of this.#directory.finish(this.#at)) {
      writeAll(this.path, this.#open(), bytes, offset);
    }
    this.#close();
    this.#file.finish();
  }

  abort(): void {
    this.#close();
    this.#file.remove();
  }

  #split(data: TypedArray): readonly Uint8Array[] {
    const { dtype, width, height, samples = 1 } = this.#pages;
    const each = width * height * samples * itemSize(dtype);
    const bytes = bytesOf(data);
    if (bytes.length === 0 || bytes.length % each !== 0 || data.BYTES_PER_ELEMENT !== itemSize(dtype)) {
      throw new DaisyError('Input', {
        message: `${data.length} values do not make whole pages of ${width} x ${height} pixels of ${dtype}.`,
      });
    }
    return Array.from({ length: bytes.length / each }, (_, page) => bytes.subarray(page * each, (page + 1) * each));
  }

  /** Tiles or strips of a page, ready to be compressed. An uncompressed page in the order of this machine is one strip and not copied. */
  #tiles(page: Uint8Array): readonly Uint8Array[] {
    const { dtype, width, height, samples = 1 } = this.#pages;
    const { compression = 'none', predictor = 1, bigEndian = false } = this.#options;
    const item = itemSize(dtype);
    if (compression === 'none' && !this.#tile.tiled && !bigEndian) return [page];
    const pixel = samples * item;
    const tiles: Uint8Array[] = [];
    for (let y = 0; y < height; y += this.#tile.height) {
      for (let x = 0; x < width; x += this.#tile.width) {
        const rows = this.#tile.tiled ? this.#tile.height : Math.min(this.#tile.height, height - y);
        const tile = new Uint8Array(this.#tile.width * rows * pixel);
        const columns = Math.min(this.#tile.width, width - x);
        for (let row = 0; row < Math.min(rows, height - y); row++) {
          const from = ((y + row) * width + x) * pixel;
          tile.set(page.subarray(from, from + columns * pixel), row * this.#tile.width * pixel);
        }
        applyPredictor(predictor, tile, { dtype, rowItems: this.#tile.width * samples, samples });
        if (bigEndian && predictor !== 3) swapBytes(tile, item);
        tiles.push(tile);
      }
    }
    return tiles;
  }

  #compress(tile: Uint8Array): Uint8Array {
    const { compression = 'none' } = this.#options;
    if (compression === 'deflate') return deflateSync(tile, { level: 1 });
    return compression === 'lzw' ? encodeLzw(tile) : tile;
  }

  #place(bytes: Uint8Array): { offset: number; bytes: number } {
    const past = this.#at % alignBytes;
    if (past > 0) this.#write(new Uint8Array(alignBytes - past));
    const offset = this.#at;
    this.#write(bytes);
    return { offset, bytes: bytes.length };
  }

  #write(bytes: Uint8Array): void {
    writeAll(this.path, this.#open(), bytes, this.#at);
    this.#at += bytes.length;
  }

  #open(): number {
    if (this.#handle === null) throw new DaisyError('Internal', { message: `${this.path} has been finished already.` });
    return this.#handle;
  }

  #close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }
}

function writeAll(path: string, handle: number, bytes: Uint8Array, offset: number): void {
  try {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(handle, bytes, done, Math.min(1 << 30, bytes.length - done), offset + done);
    }
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

function tileOf(pages: TiffPages, { tilePx, compression = 'none' }: TiffOptions) {
  if (tilePx !== undefined) return { width: tilePx, height: tilePx, tiled: true };
  const { width, height, samples = 1, dtype } = pages;
  const rows =
    compression === 'none' ? height : Math.max(1, Math.floor(stripBytes / (width * samples * itemSize(dtype))));
  return { width, height: Math.min(height, rows), tiled: false };
}

function checkOptions(pages: TiffPages, { compression = 'none', predictor = 1, tilePx }: TiffOptions): void {
  const float = pages.dtype.startsWith('float');
  const wrong =
    typedArray(pages.dtype, 0).BYTES_PER_ELEMENT === 8 && !float
      ? `${pages.dtype} is not written as TIFF`
      : predictor > 1 && compression === 'none'
        ? 'a predictor needs a compression'
        : (predictor === 2 && float) || (predictor === 3 && !float)
          ? `predictor ${predictor} is not for ${pages.dtype}`
          : tilePx !== undefined && (tilePx < 16 || tilePx % 16 !== 0)
            ? `tiles of ${tilePx} pixels are no multiple of 16`
            : null;
  if (wrong) throw new DaisyError('Input', { message: `The file cannot be written: ${wrong}.` });
}
