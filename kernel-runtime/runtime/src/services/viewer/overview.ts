import type { Dtype, TileRequest } from '@daisy-lab/core';
import type { Box, PartSize, Pixels, ReadBox } from './frame-source.js';
import { boxOfCell, overviewGrid, sampleOf, type OverviewAxis, type OverviewGrid } from './overview-grid.js';
import { poolTile, type Tile } from './pool-tile.js';

type Pool = TileRequest['pool'];

/** Pixels of a cell that go into the sample of all pixels. */
const sampledOfCell = 4096;
const mostSampled = 1 << 22;
/** Reads under way at once: those in threads overlap. */
const readsAtOnce = 4;

/**
 * A coarse picture of an image that is too large to be read at once. Each look reads some more chunks, evenly spread and then ever
 * denser; where nothing has been read yet stands what was read nearest.
 */
export class Overview {
  readonly #grid: OverviewGrid;
  /** Pooled samples, [row][column]; NaN where nothing was read. */
  readonly #samples: Float32Array;
  readonly #columns: number;
  /** Of each cell: 0, or 1 when it was read. */
  readonly #known: Uint8Array;
  readonly #levels: Float32Array;
  readonly #sampled: Pixels[] = [];
  #sampledCount = 0;
  #seenPixels = 0;
  #knownCount = 0;

  constructor(
    private readonly image: { readonly width: number; readonly height: number; readonly dtype: Dtype },
    private readonly size: PartSize,
    private readonly pool: Pool,
  ) {
    const { across, down } = (this.#grid = overviewGrid(image.width, image.height, size));
    this.#columns = across.cells * across.samples;
    this.#samples = new Float32Array(this.#columns * down.cells * down.samples).fill(Number.NaN);
    this.#known = new Uint8Array(across.cells * down.cells);
    this.#levels = new Float32Array(this.#known.length);
  }

  /** Part of the pixels that it is made of, 0 to 1. */
  get share(): number {
    return this.#seenPixels / (this.image.width * this.image.height);
  }

  /** Everything that it will ever read has been read. */
  get isComplete(): boolean {
    return this.#knownCount === this.#known.length;
  }

  /** Some of the pixels that were read. */
  get sampled(): readonly Pixels[] {
    return this.#sampled;
  }

  /** Reads so many bytes more, at least one cell; within `box` first. */
  async refine(read: ReadBox, bytes: number, box: Box, signal?: AbortSignal): Promise<void> {
    const most = Math.max(1, Math.floor(bytes / (this.size.bytes || 1)));
    const wanted = this.#nextCells(box, most);
    if (wanted.length < most) wanted.push(...this.#nextCells(this.image, most - wanted.length, new Set(wanted)));
    const waiting = wanted.values();
    const work = async (): Promise<void> => {
      for (const cell of waiting) {
        signal?.throwIfAborted();
        await this.#readCell(read, cell);
      }
    };
    await Promise.all(Array.from({ length: readsAtOnce }, work));
  }

  /** Samples of a rectangle as `poolTile` places them. */
  samplesOf(place: Omit<Tile, 'data' | 'dtype'>, box: Box): Float32Array {
    const { across, down } = this.#grid;
    const columns = spansOf(across, place.x, place.binX, place.width, box.x + box.width);
    const rows = spansOf(down, place.y, place.binY, place.height, box.y + box.height);
    const near = this.#nearestCells(box);
    const data = new Float32Array(place.width * place.height);
    const under = new Float32Array(mostUnder(columns) * mostUnder(rows));
    for (let row = 0, at = 0; row < place.height; row++) {
      const [top, bottom] = rows[row]!;
      for (let column = 0; column < place.width; column++, at++) {
        const [left, right] = columns[column]!;
        let count = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) under[count++] = this.#sampleAt(near, x, y);
        }
        data[at] = count === 1 ? under[0]! : combined(this.pool, under, count);
      }
    }
    return data;
  }

  /** The next cells of a rectangle that have not been read: every 2^n-th of both directions, then every 2^(n-1)-th ... */
  #nextCells(box: Pick<Box, 'width' | 'height'> & Partial<Box>, most: number, but?: ReadonlySet<number>): number[] {
    const { across, down } = this.#grid;
    const [firstColumn, lastColumn] = cellsOf(across, box.x ?? 0, box.width);
    const [firstRow, lastRow] = cellsOf(down, box.y ?? 0, box.height);
    const cells: number[] = [];
    for (let step = 2 ** this.#depth; step >= 1; step /= 2) {
      for (let row = Math.ceil(firstRow / step) * step; row <= lastRow; row += step) {
        for (let column = Math.ceil(firstColumn / step) * step; column <= lastColumn; column += step) {
          const isOfLevelAbove = step < 2 ** this.#depth && row % (2 * step) === 0 && column % (2 * step) === 0;
          const cell = row * across.cells + column;
          if (isOfLevelAbove || this.#known[cell] || but?.has(cell)) continue;
          cells.push(cell);
          if (cells.length >= most) return cells;
        }
      }
    }
    return cells;
  }

  get #depth(): number {
    const { across, down } = this.#grid;
    return Math.ceil(Math.log2(Math.max(across.cells, down.cells)));
  }

  async #readCell(read: ReadBox, cell: number): Promise<void> {
    const { across, down } = this.#grid;
    const [column, row] = [cell % across.cells, Math.floor(cell / across.cells)];
    const box = boxOfCell(this.#grid, column, row);
    const pixels = await read(box);
    if (this.#known[cell]) return;
    const { width, height } = box;
    const whole = { x: 0, y: 0, width, height, pool: this.pool, quality: 'exact' as const };
    const tile = poolTile(pixels, this.image.dtype, width, height, { ...whole, binX: across.bin, binY: down.bin });
    for (let line = 0; line < tile.height; line++) {
      const values = tile.data.subarray(line * tile.width, (line + 1) * tile.width);
      this.#samples.set(values, (row * down.samples + line) * this.#columns + column * across.samples);
    }
    this.#known[cell] = 1;
    this.#knownCount++;
    this.#seenPixels += width * height;
    this.#levels[cell] = combined(this.pool, tile.data);
    this.#sample(pixels);
  }

  #sample(pixels: Pixels): void {
    if (this.#sampledCount >= mostSampled) return;
    const step = Math.max(1, Math.floor(pixels.length / sampledOfCell));
    const kept = pixels.slice(0, Math.ceil(pixels.length / step));
    for (let at = 0; at < kept.length; at++) kept[at] = pixels[at * step]!;
    this.#sampled.push(kept);
    this.#sampledCount += kept.length;
  }

  /** What stands at a sample: what was read, or what was read nearest. */
  #sampleAt(near: Int32Array, column: number, row: number): number {
    const { across, down } = this.#grid;
    const cellColumn = Math.floor(column / across.samples);
    const cellRow = Math.floor(row / down.samples);
    const cell = cellRow * across.cells + cellColumn;
    if (this.#known[cell]) return this.#samples[row * this.#columns + column]!;
    const from = near[cell]!;
    if (from < 0) return Number.NaN;
    const fromRow = Math.floor(from / across.cells);
    // cells that are whole rows go on as they end; of others it is what they are on the whole
    if (across.cells > 1) return this.#levels[from]!;
    const edge = fromRow > cellRow ? fromRow * down.samples : (fromRow + 1) * down.samples - 1;
    const value = this.#samples[edge * this.#columns + column]!;
    return Number.isNaN(value) ? this.#levels[from]! : value;
  }

  /** For each cell of a rectangle the one beside it that was read with a coarser step; -1 for none. */
  #nearestCells(box: Box): Int32Array {
    const { across, down } = this.#grid;
    const near = new Int32Array(this.#known.length).fill(-1);
    const [firstColumn, lastColumn] = cellsOf(across, box.x, box.width);
    const [firstRow, lastRow] = cellsOf(down, box.y, box.height);
    const most = 2 ** this.#depth;
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const cell = row * across.cells + column;
        for (let step = 1; near[cell]! < 0 && step <= most; step *= 2) {
          const from = lattice(row, step, down.cells) * across.cells + lattice(column, step, across.cells);
          if (this.#known[from]) near[cell] = from;
        }
      }
    }
    return near;
  }
}

type Span = readonly [first: number, end: number];

/** The nearest multiple of `step` that is a place. */
const lattice = (at: number, step: number, length: number): number => {
  const near = Math.round(at / step) * step;
  return near < length ? near : near - step;
};

function cellsOf({ cell, cells }: OverviewAxis, first: number, length: number): Span {
  return [Math.floor(first / cell), Math.min(cells - 1, Math.floor((first + length - 1) / cell))];
}

/** Samples of the overview under each sample of a tile. */
function spansOf(axis: OverviewAxis, from: number, bin: number, count: number, end: number): readonly Span[] {
  return Array.from({ length: count }, (_, index) => {
    const first = from + index * bin;
    const left = sampleOf(axis, first);
    return [left, Math.max(left + 1, sampleOf(axis, Math.min(first + bin, end, axis.length) - 1) + 1)];
  });
}

const mostUnder = (spans: readonly Span[]): number => Math.max(1, ...spans.map(([first, end]) => end - first));

function combined(pool: Pool, values: ArrayLike<number>, length: number = values.length): number {
  let [count, sum, low, high] = [0, 0, Infinity, -Infinity];
  for (let at = 0; at < length; at++) {
    const value = values[at]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (count === 0) return Number.NaN;
  return pool === 'mean' ? sum / count : pool === 'max' ? high : low;
}
