import { itemSize } from '@daisy-lab/core';
import type { TiffOptions, TiffPages } from './tiff-options.js';
import { fieldBytes, tag } from './tiff-tags.js';

interface Place {
  readonly offset: number;
  readonly bytes: number;
}

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[];
}

const short = 3;
const long = 4;
const long8 = 16;
const ascii = 2;

/** Header and directories of a TIFF file; the directories stand at its end, one after the other. */
export class DirectoryWriter {
  readonly #big: boolean;
  readonly #littleEndian: boolean;
  readonly #pages: TiffPages;
  readonly #options: TiffOptions;
  readonly #tile: { readonly width: number; readonly height: number; readonly tiled: boolean };
  readonly #places: (readonly Place[])[] = [];

  constructor(
    big: boolean,
    bigEndian: boolean,
    pages: TiffPages,
    options: TiffOptions,
    tile: { readonly width: number; readonly height: number; readonly tiled: boolean },
  ) {
    this.#big = big;
    this.#littleEndian = !bigEndian;
    this.#pages = pages;
    this.#options = options;
    this.#tile = tile;
  }

  /** The first bytes of the file; where the first directory is, is not known yet. */
  header(first = 0): Uint8Array {
    const view = new DataView(new ArrayBuffer(this.#big ? 16 : 8));
    view.setUint16(0, this.#littleEndian ? 0x4949 : 0x4d4d);
    view.setUint16(2, this.#big ? 43 : 42, this.#littleEndian);
    if (this.#big) {
      view.setUint16(4, 8, this.#littleEndian);
      view.setBigUint64(8, BigInt(first), this.#littleEndian);
    } else view.setUint32(4, first, this.#littleEndian);
    return new Uint8Array(view.buffer);
  }

  /** Where the tiles of the next page lie. */
  add(places: readonly Place[]): void {
    this.#places.push(places);
  }

  /** What is to be written at the end: all directories from byte `end` on, and the header again. */
  finish(end: number): readonly { readonly offset: number; readonly bytes: Uint8Array }[] {
    const pieces = this.#places.map((places, index) => this.#fields(places, index));
    const sizes = pieces.map(fields => this.#size(fields));
    let offset = end;
    const written = pieces.map((fields, index) => {
      const next = index + 1 < pieces.length ? offset + sizes[index]! : 0;
      const bytes = this.#directory(fields, offset, sizes[index]!, next);
      offset += sizes[index]!;
      return bytes;
    });
    const all = new Uint8Array(offset - end);
    let at = 0;
    for (const bytes of written) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return [
      { offset: end, bytes: all },
      { offset: 0, bytes: this.header(pieces.length > 0 ? end : 0) },
    ];
  }

  #fields(places: readonly Place[], index: number): readonly Field[] {
    const { dtype, width, height, samples = 1 } = this.#pages;
    const { compression = 'none', predictor = 1, description } = this.#options;
    const format = dtype.startsWith('float') ? 3 : dtype.startsWith('int') ? 2 : 1;
    const each = (value: number): readonly number[] => new Array<number>(samples).fill(value);
    const offsets = { type: this.#big ? long8 : long, values: places.map(place => place.offset) };
    const counts = { type: this.#big ? long8 : long, values: places.map(place => place.bytes) };
    const fields: Field[] = [
      { tag: tag.width, type: long, values: [width] },
      { tag: tag.height, type: long, values: [height] },
      { tag: tag.bitsPerSample, type: short, values: each(8 * itemSize(dtype)) },
      { tag: tag.compression, type: short, values: [{ none: 1, lzw: 5, deflate: 8 }[compression]] },
      { tag: tag.photometric, type: short, values: [samples === 3 || samples === 4 ? 2 : 1] },
      { tag: tag.samplesPerPixel, type: short, values: [samples] },
      { tag: tag.planar, type: short, values: [1] },
      { tag: tag.sampleFormat, type: short, values: each(format) },
    ];
    if (description !== undefined && index === 0) {
      fields.push({ tag: tag.description, type: ascii, values: [...new TextEncoder().encode(description), 0] });
    }
    if (predictor > 1) fields.push({ tag: tag.predictor, type: short, values: [predictor] });
    if (this.#tile.tiled) {
      fields.push({ tag: tag.tileWidth, type: long, values: [this.#tile.width] });
      fields.push({ tag: tag.tileHeight, type: long, values: [this.#tile.height] });
      fields.push({ tag: tag.tileOffsets, ...offsets }, { tag: tag.tileByteCounts, ...counts });
    } else {
      fields.push({ tag: tag.rowsPerStrip, type: long, values: [this.#tile.height] });
      fields.push({ tag: tag.stripOffsets, ...offsets }, { tag: tag.stripByteCounts, ...counts });
    }
    return fields.sort((a, b) => a.tag - b.tag);
  }

  #size(fields: readonly Field[]): number {
    const table = this.#big ? 8 + 20 * fields.length + 8 : 2 + 12 * fields.length + 4;
    return fields.reduce((sum, field) => sum + this.#outside(field), table);
  }

  /** Bytes of the values that do not fit into the directory itself; an even number. */
  #outside({ type, values }: Field): number {
    const size = fieldBytes[type]! * values.length;
    return size <= (this.#big ? 8 : 4) ? 0 : size + (size % 2);
  }

  #directory(fields: readonly Field[], offset: number, size: number, next: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(size));
    const little = this.#littleEndian;
    const [head, entry, inline] = this.#big ? [8, 20, 12] : [2, 12, 8];
    if (this.#big) view.setBigUint64(0, BigInt(fields.length), little);
    else view.setUint16(0, fields.length, little);
    const table = head + entry * fields.length;
    this.#setOffset(view, table, next);
    let free = table + (this.#big ? 8 : 4);
    fields.forEach((field, index) => {
      const at = head + index * entry;
      view.setUint16(at, field.tag, little);
      view.setUint16(at + 2, field.type, little);
      if (this.#big) view.setBigUint64(at + 4, BigInt(field.values.length), little);
      else view.setUint32(at + 4, field.values.length, little);
      const outside = this.#outside(field);
      if (outside > 0) this.#setOffset(view, at + inline, offset + free);
      this.#setValues(view, outside > 0 ? free : at + inline, field);
      free += outside;
    });
    return new Uint8Array(view.buffer);
  }

  #setOffset(view: DataView, at: number, value: number): void {
    if (this.#big) view.setBigUint64(at, BigInt(value), this.#littleEndian);
    else view.setUint32(at, value, this.#littleEndian);
  }

  #setValues(view: DataView, at: number, { type, values }: Field): void {
    values.forEach((value, index) => {
      const place = at + index * fieldBytes[type]!;
      if (type === ascii) view.setUint8(place, value);
      else if (type === short) view.setUint16(place, value, this.#littleEndian);
      else if (type === long) view.setUint32(place, value, this.#littleEndian);
      else view.setBigUint64(place, BigInt(value), this.#littleEndian);
    });
  }
}
