import { itemSize, type Dtype } from '@daisy-lab/core';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged, unsupported } from '../bytes/problems.js';
import type { PageTags } from './read-pages.js';
import type { TileCoding } from './decode-tile.js';
import { compressions, otherCompressions, tag } from './tiff-tags.js';

/** How the pixels of one page are stored. A strip is a tile as wide as the page. */
export interface PageLayout extends TileCoding {
  readonly width: number;
  readonly height: number;
  readonly tileHeight: number;
  readonly tiled: boolean;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

/** No decoder makes more than so many bytes out of one: LZW comes nearest. */
const mostExpansion = 2600;

/**
 * How a page is stored.
 * @throws DaisyError `File` for varieties that are not read, and for sizes that cannot be.
 */
export function pageLayout(file: FileBytes, page: PageTags, littleEndian: boolean): PageLayout {
  const width = page.number(tag.width) ?? 0;
  const height = page.number(tag.height) ?? 0;
  if (!(width > 0 && height > 0)) throw damaged(file.path, `a page has ${width} x ${height} pixels`);
  const samples = page.number(tag.samplesPerPixel) ?? 1;
  const code = page.number(tag.compression) ?? 1;
  const compression = compressions[code];
  if (!compression)
    throw unsupported(file.path, `its pages are compressed with ${otherCompressions[code] ?? `method ${code}`}`);
  const dtype = pageDtype(file, page);
  const planar = page.number(tag.planar) === 2 && samples > 1;
  if (page.number(tag.fillOrder) === 2) throw unsupported(file.path, 'the bits of its bytes lie in reverse order');
  const tiled = page.number(tag.tileWidth) !== undefined && page.number(tag.tileHeight) !== undefined;
  const tileWidth = tiled ? page.number(tag.tileWidth)! : width;
  const tileHeight = tiled
    ? (page.number(tag.tileHeight) ?? 0)
    : Math.min(height, page.number(tag.rowsPerStrip) || height);
  if (!(tileWidth > 0 && tileHeight > 0 && samples > 0 && samples <= 1024))
    throw damaged(file.path, 'a page has tiles of no size');
  // old programs list tiles under the tags of strips
  const listed = (tiles: number, strips: number): readonly number[] =>
    (tiled ? page.numbers(tiles) : undefined) ?? page.numbers(strips) ?? [];
  const layout: PageLayout = {
    width,
    height,
    samples,
    dtype,
    compression,
    predictor: page.number(tag.predictor) ?? 1,
    planar,
    tileWidth,
    tileHeight,
    tiled,
    offsets: listed(tag.tileOffsets, tag.stripOffsets),
    byteCounts: listed(tag.tileByteCounts, tag.stripByteCounts),
    littleEndian,
  };
  return checked(file, layout);
}

/** Bytes of one tile before compression. */
export function tileBytes(layout: PageLayout): number {
  const { tileWidth, tileHeight, samples, planar, dtype } = layout;
  return tileWidth * tileHeight * (planar ? 1 : samples) * itemSize(dtype);
}

/** Two pages that one array can hold. */
export function sameShape(a: PageLayout, b: PageLayout): boolean {
  return a.width === b.width && a.height === b.height && a.samples === b.samples && a.dtype === b.dtype;
}

function pageDtype(file: FileBytes, page: PageTags): Dtype {
  const bits = page.numbers(tag.bitsPerSample) ?? [1];
  const format = page.number(tag.sampleFormat) ?? 1;
  const kind = { 1: 'uint', 2: 'int', 3: 'float', 4: 'uint' }[format];
  const [first] = bits;
  const name = `${kind}${first}`;
  const known = ['uint8', 'uint16', 'uint32', 'uint64', 'int8', 'int16', 'int32', 'int64', 'float32', 'float64'];
  if (known.includes(name) && bits.every(width => width === first)) return name as Dtype;
  throw unsupported(file.path, `its pixels are ${kind ?? `format ${format}`} of ${bits.join(', ')} bits`);
}

function checked(file: FileBytes, layout: PageLayout): PageLayout {
  const { width, height, tileWidth, tileHeight, samples, planar, compression, byteCounts, offsets, predictor } = layout;
  const across = Math.ceil(width / tileWidth);
  const down = Math.ceil(height / tileHeight);
  const tiles = across * down * (planar ? samples : 1);
  if (offsets.length < tiles) throw damaged(file.path, `a page has ${offsets.length} of ${tiles} tiles or strips`);
  if (compression !== 'none' && byteCounts.length < tiles)
    throw damaged(file.path, 'a page does not give the sizes of its tiles');
  const stored = compression === 'none' ? file.size : file.size * mostExpansion;
  if (width * height * samples * itemSize(layout.dtype) > stored || tileBytes(layout) > stored + (1 << 24)) {
    throw damaged(file.path, `a page of ${width} x ${height} pixels cannot be in ${file.size} bytes`);
  }
  if (predictor !== 1 && predictor !== 2 && predictor !== 3)
    throw unsupported(file.path, `it has the predictor ${predictor}`);
  if (predictor === 3 && !layout.dtype.startsWith('float'))
    throw damaged(file.path, 'its integers have the predictor of floats');
  return layout;
}
