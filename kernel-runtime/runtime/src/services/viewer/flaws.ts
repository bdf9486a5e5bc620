import { flaws, type Dtype, type Flaw, type TileRequest } from '@daisy-lab/core';
import type { FrameSource, Pixels } from './frame-source.js';
import type { Tile } from './pool-tile.js';

/** Values that are looked at together. */
const blockLength = 1 << 16;

/** Largest value of the types of counts; a pixel that has it was cut there. */
const tops: Readonly<Partial<Record<Dtype, number>>> = {
  ...{ uint8: 0xff, int8: 0x7f, uint16: 0xffff, int16: 0x7fff, uint32: 0xffffffff, int32: 0x7fffffff },
};

/** What may be wrong with the pixels of images. */
export function flawsOf({ dtype, counts }: FrameSource): readonly Flaw[] {
  const possible: Readonly<Record<Flaw, boolean>> = {
    negative: !dtype.startsWith('uint'),
    saturated: tops[(counts ?? { dtype }).dtype] !== undefined,
    noNumber: dtype.startsWith('float'),
  };
  return flaws.filter(flaw => possible[flaw]);
}

/** Where saturation is looked for. */
export interface Counts {
  /** Undefined: in the pixels themselves. */
  readonly values: Pixels | undefined;
  /** From here on a count is saturated. */
  readonly top: number;
}

/** Reads the counts that an image was made of, where they are others than its pixels. */
export async function countsOf(source: FrameSource, frame: number, wanted: readonly Flaw[]): Promise<Counts> {
  const { dtype, counts } = source;
  return {
    top: tops[(counts ?? { dtype }).dtype] ?? Infinity,
    values: wanted.includes('saturated') ? await counts?.read(frame) : undefined,
  };
}

/** An image and its counts. */
interface Seen {
  readonly pixels: Pixels;
  readonly counts: Counts;
}

/** The mark of each pixel of a tile: 0, or 1 + the place in `flaws` of the gravest pixel of the bin; null when there are none. */
export function marksOfTile(
  seen: Seen,
  image: Pick<FrameSource, 'width' | 'height'>,
  tile: Omit<Tile, 'data' | 'dtype'>,
  request: Pick<TileRequest, 'width' | 'height' | 'quality'>,
  wanted: readonly Flaw[],
): Uint8Array<ArrayBuffer> | null {
  const { x, y, binX, binY, width, height } = tile;
  const length = Math.min(image.width - x, Math.ceil(request.width));
  const endRow = Math.min(image.height, y + Math.ceil(request.height));
  const marks = new Uint8Array(width * height);
  const marker = new RowMarker(seen, wanted, length);
  for (let row = 0; row < height; row++) {
    const first = y + row * binY;
    const end = Math.min(first + binY, endRow);
    // the row that a draft looks at
    const [from, to] = request.quality === 'draft' && binY > 1 ? [(first + end - 1) >> 1, 0] : [first, end];
    const line = marks.subarray(row * width, (row + 1) * width);
    for (let at = from; at < Math.max(to, from + 1); at++) marker.mark(at * image.width + x, binX, line);
  }
  return marker.found > 0 ? marks : null;
}

/** Pixels of each kind. */
export function countFlaws(seen: Seen, wanted: readonly Flaw[]): Partial<Record<Flaw, number>> {
  const tally = new Array<number>(flaws.length + 1).fill(0);
  for (let start = 0; start < seen.pixels.length; start += blockLength) {
    const marks = new Uint8Array(Math.min(blockLength, seen.pixels.length - start));
    new RowMarker(seen, wanted, marks.length).mark(start, 1, marks);
    for (let at = 0; at < marks.length; at++) tally[marks[at]!]!++;
  }
  return Object.fromEntries(wanted.map(flaw => [flaw, tally[1 + flaws.indexOf(flaw)]!]));
}

/** Marks pixels in a row. Each row is made float64 first: one loop for all types of pixels is fast only on one of them. */
class RowMarker {
  found = 0;
  readonly #pixels: Float64Array;
  readonly #counts: Float64Array;
  readonly #top: number;
  /** Marks of pixels that are negative, saturated, no numbers; 0 for what is not wanted. */
  readonly #marks: readonly number[];

  constructor(
    private readonly seen: Seen,
    wanted: readonly Flaw[],
    private readonly length: number,
  ) {
    this.#pixels = new Float64Array(length);
    this.#counts = seen.counts.values ? new Float64Array(length) : this.#pixels;
    this.#top = wanted.includes('saturated') ? seen.counts.top : Infinity;
    this.#marks = flaws.map((flaw, at) => (wanted.includes(flaw) ? at + 1 : 0));
  }

  mark(start: number, bin: number, line: Uint8Array): void {
    const {
      pixels,
      counts: { values: counts },
    } = this.seen;
    const top = this.#top;
    const [values, levels] = [this.#pixels, this.#counts];
    values.set(pixels.subarray(start, start + this.length));
    if (counts) levels.set(counts.subarray(start, start + this.length));
    const [negative, saturated, noNumber] = this.#marks as [number, number, number];
    for (let column = 0, at = 0; at < this.length; column++) {
      const end = Math.min(at + bin, this.length);
      let mark = line[column]!;
      for (; at < end; at++) {
        const value = values[at]!;
        // what is finite less itself is zero
        const own = value - value !== 0 ? noNumber : levels[at]! >= top ? saturated : value < 0 ? negative : 0;
        if (own > mark) mark = own;
      }
      if (mark > 0) this.found++;
      line[column] = mark;
    }
  }
}
