import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';
import { fieldBytes, tag } from './tiff-tags.js';

/** Tags of one page: numbers as stored, texts without their zero byte. */
export interface PageTags {
  number(tag: number): number | undefined;
  numbers(tag: number): readonly number[] | undefined;
  text(tag: number): string | undefined;
}

export interface TiffHeader {
  readonly littleEndian: boolean;
  readonly big: boolean;
}

/** Enough for the directory of most pages in one read. */
const lookAhead = 1024;
const mostPages = 1_000_000;
const mostTags = 4096;

/** Reads the directories of all pages, one after the other. */
export function readPages(file: FileBytes): { header: TiffHeader; pages: readonly PageTags[] } {
  const head = file.readUpTo(0, 16);
  const order = String.fromCharCode(head[0] ?? 0, head[1] ?? 0);
  const littleEndian = order === 'II';
  const view = new DataView(head.buffer);
  const version = head.length >= 8 && (littleEndian || order === 'MM') ? view.getUint16(2, littleEndian) : 0;
  if (version !== 42 && version !== 43) throw damaged(file.path, 'it does not begin as a TIFF file');
  const big = version === 43;
  if (big && head.length < 16) throw damaged(file.path, 'its header is cut off');
  const header = { littleEndian, big };
  const pages: PageTags[] = [];
  const seen = new Set<number>();
  let offset = big ? Number(view.getBigUint64(8, littleEndian)) : view.getUint32(4, littleEndian);
  while (offset !== 0) {
    if (seen.has(offset)) throw damaged(file.path, `page ${pages.length} is page ${[...seen].indexOf(offset)} again`);
    if (pages.length >= mostPages) throw damaged(file.path, `it has more than ${mostPages} pages`);
    seen.add(offset);
    const page = readDirectory(file, header, offset);
    pages.push(page.tags);
    offset = page.next;
  }
  if (pages.length === 0) throw damaged(file.path, 'it has no page');
  return { header, pages };
}

function readDirectory(
  file: FileBytes,
  { littleEndian, big }: TiffHeader,
  offset: number,
): { tags: PageTags; next: number } {
  let bytes = file.readUpTo(offset, lookAhead);
  let view = new DataView(bytes.buffer);
  const [head, entry] = big ? [8, 20] : [2, 12];
  if (bytes.length < head) throw damaged(file.path, `the directory of a page at byte ${offset} is cut off`);
  const count = big ? Number(view.getBigUint64(0, littleEndian)) : view.getUint16(0, littleEndian);
  if (count > mostTags) throw damaged(file.path, `a page at byte ${offset} has ${count} tags`);
  const length = head + count * entry + (big ? 8 : 4);
  if (length > bytes.length) {
    bytes = file.read(offset, length);
    view = new DataView(bytes.buffer);
  }
  const fields = new Map<number, Field>();
  for (let index = 0; index < count; index++) {
    const at = head + index * entry;
    const type = view.getUint16(at + 2, littleEndian);
    const values = big ? Number(view.getBigUint64(at + 4, littleEndian)) : view.getUint32(at + 4, littleEndian);
    const size = (fieldBytes[type] ?? 0) * values;
    const inline = at + (big ? 12 : 8);
    const target = big ? Number(view.getBigUint64(inline, littleEndian)) : view.getUint32(inline, littleEndian);
    const place = size <= (big ? 8 : 4) ? offset + inline : target;
    fields.set(view.getUint16(at, littleEndian), { type, count: values, place, size });
  }
  const end = head + count * entry;
  const next = big ? Number(view.getBigUint64(end, littleEndian)) : view.getUint32(end, littleEndian);
  return { tags: new Directory(file, littleEndian, fields, { offset, bytes }), next };
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Byte of the file where its values begin. */
  readonly place: number;
  readonly size: number;
}

/** Fields are read when they are asked for; most lie in the bytes that were read with the directory. */
class Directory implements PageTags {
  readonly #file: FileBytes;
  readonly #littleEndian: boolean;
  readonly #fields: ReadonlyMap<number, Field>;
  readonly #near: { readonly offset: number; readonly bytes: Uint8Array };

  constructor(
    file: FileBytes,
    littleEndian: boolean,
    fields: ReadonlyMap<number, Field>,
    near: { readonly offset: number; readonly bytes: Uint8Array },
  ) {
    this.#file = file;
    this.#littleEndian = littleEndian;
    this.#fields = fields;
    this.#near = near;
  }

  number(wanted: number): number | undefined {
    return this.numbers(wanted)?.[0];
  }

  numbers(wanted: number): readonly number[] | undefined {
    const field = this.#fields.get(wanted);
    const width = field && fieldBytes[field.type];
    if (!field || !width) return undefined;
    const bytes = this.#bytes(field);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: field.count }, (_, index) =>
      value(view, field.type, index * width, this.#littleEndian),
    );
  }

  text(wanted: number): string | undefined {
    const field = this.#fields.get(wanted);
    if (!field || field.type !== 2) return undefined;
    return new TextDecoder().decode(this.#bytes(field)).replace(/\0[^]*$/, '');
  }

  #bytes({ place, size }: Field): Uint8Array {
    const from = place - this.#near.offset;
    if (from >= 0 && from + size <= this.#near.bytes.length) return this.#near.bytes.subarray(from, from + size);
    return this.#file.read(place, size);
  }
}

function value(view: DataView, type: number, at: number, littleEndian: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, littleEndian);
    case 4:
    case 13:
      return view.getUint32(at, littleEndian);
    case 5:
      return view.getUint32(at, littleEndian) / view.getUint32(at + 4, littleEndian);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, littleEndian);
    case 9:
      return view.getInt32(at, littleEndian);
    case 10:
      return view.getInt32(at, littleEndian) / view.getInt32(at + 4, littleEndian);
    case 11:
      return view.getFloat32(at, littleEndian);
    case 12:
      return view.getFloat64(at, littleEndian);
    case 16:
    case 17:
    case 18:
      return Number(view.getBigUint64(at, littleEndian));
    default:
      return view.getUint8(at);
  }
}

/** The tags of a page that say something to people. */
export function pageAttributes(page: PageTags): Record<string, string> {
  const named = { description: tag.description, software: tag.software, date: tag.dateTime };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, number]) => {
      const text = page.text(number);
      return text ? [[name, text]] : [];
    }),
  );
}
