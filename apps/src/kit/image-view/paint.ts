import type { Camera } from './camera.js';
import type { Samples, Tile } from './image-source.js';
import { paintFlaws } from './paint-flaws.js';

/** How values become colours. Colours are ABGR words, the byte order of canvas pixels on little-endian machines. */
export interface Look {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly colours: Uint32Array;
  /** Colour of NaN. */
  readonly bad: number;
}

export interface Painter {
  paint(target: HTMLCanvasElement, tiles: readonly Tile[], camera: Camera, look: Look): void;
}

export const grey: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => 0xff000000 | (i << 16) | (i << 8) | i);

/** Blue below the middle, white at it, red above: for differences, with limits that lie evenly about 0. */
export const difference: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  const t = (i - 127.5) / 127.5;
  const fade = Math.round(255 * (1 - Math.abs(t)));
  const [red, green, blue] = t < 0 ? [fade, fade, 255] : [255, fade, fade];
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
});

export const nanColour = 0xff7f5fd0;
const stage = 0xff101010;

/**
 * Pixels on the CPU: the cost follows the canvas, never the image. Nearest neighbour, exact: a sample is shown where its
 * area is.
 */
export class CpuPainter implements Painter {
  private readonly buffers = new WeakMap<HTMLCanvasElement, ImageData>();
  private columns: Int32Array = new Int32Array(0);
  private readonly table: Uint32Array = new Uint32Array(65536);
  private tableLook: Look | undefined;

  paint(target: HTMLCanvasElement, tiles: readonly Tile[], camera: Camera, look: Look): void {
    const { width, height } = target;
    if (!width || !height) return;
    let buffer = this.buffers.get(target);
    if (buffer?.width !== width || buffer.height !== height) {
      buffer = new ImageData(width, height);
      this.buffers.set(target, buffer);
    }
    if (this.columns.length < width) this.columns = new Int32Array(width);
    const out = new Uint32Array(buffer.data.buffer);
    out.fill(stage);
    for (const tile of tiles) {
      this.paintTile(out, width, height, tile, camera, look);
      if (tile.marks) paintFlaws(out, target, tile, tile.marks, camera);
    }
    target.getContext('2d')?.putImageData(buffer, 0, 0);
  }

  private paintTile(out: Uint32Array, width: number, height: number, tile: Tile, camera: Camera, look: Look): void {
    const { columns } = this;
    let first = width;
    let last = 0;
    for (let i = 0; i < width; i++) {
      const column = Math.floor((camera.x + (i + 0.5) * camera.stepX - tile.x) / tile.binX);
      columns[i] = column;
      if (column >= 0 && column < tile.width) {
        if (i < first) first = i;
        last = i + 1;
      }
    }
    const row = this.rowPainter(tile.data, look);
    let before = -1;
    let beforeAt = 0;
    for (let j = 0; j < height; j++) {
      const r = Math.floor((camera.y + (j + 0.5) * camera.stepY - tile.y) / tile.binY);
      if (r < 0 || r >= tile.height) continue;
      const at = j * width;
      if (r === before) {
        out.copyWithin(at + first, beforeAt + first, beforeAt + last);
      } else {
        row({ data: tile.data, from: r * tile.width, columns, out, at, first, last });
        before = r;
        beforeAt = at;
      }
    }
  }

  private rowPainter(data: Samples, look: Look): (row: Row) => void {
    const base = transfer(look.low, look.log);
    const scale = look.colours.length / (transfer(look.high, look.log) - base || 1);
    if (data instanceof Uint16Array) {
      const table = this.tableOf(look, base, scale);
      return row => tableRow(row, table);
    }
    const draw = look.log ? logRow : linearRow;
    return row => draw(row, look.colours, look.bad, base, scale);
  }

  /** The colour of each possible 16-bit value: a pixel is one look-up, and a log scale costs nothing. */
  private tableOf(look: Look, base: number, scale: number): Uint32Array {
    if (this.tableLook === look) return this.table;
    this.tableLook = look;
    const top = look.colours.length - 1;
    for (let v = 0; v < 65536; v++) {
      const t = Math.floor((transfer(v, look.log) - base) * scale);
      this.table[v] = look.colours[Math.min(Math.max(t, 0), top)];
    }
    return this.table;
  }
}

interface Row {
  readonly data: Samples;
  /** Index of the tile row's first sample. */
  readonly from: number;
  /** Tile column of each canvas column. */
  readonly columns: Int32Array;
  readonly out: Uint32Array;
  /** Index of the canvas row's first pixel. */
  readonly at: number;
  readonly first: number;
  readonly last: number;
}

const smallest = 1e-12;

function transfer(value: number, log: boolean): number {
  return log ? Math.log(Math.max(value, smallest)) : value;
}

// Three small loops on purpose: one loop with the branches inside is up to four times slower.
function tableRow({ data, from, columns, out, at, first, last }: Row, table: Uint32Array): void {
  for (let i = first; i < last; i++) out[at + i] = table[data[from + columns[i]]];
}

/** NaN fails both comparisons and becomes `bad`; infinities clamp to the ends like any value outside the limits. */
function linearRow(row: Row, colours: Uint32Array, bad: number, base: number, scale: number): void {
  const { data, from, columns, out, at, first, last } = row;
  const top = colours.length - 1;
  for (let i = first; i < last; i++) {
    const t = (data[from + columns[i]] - base) * scale;
    out[at + i] = t >= 0 ? colours[t < top ? t | 0 : top] : t < 0 ? colours[0] : bad;
  }
}

/** Zero and negative values have no logarithm: they get the lowest colour. */
function logRow(row: Row, colours: Uint32Array, bad: number, base: number, scale: number): void {
  const { data, from, columns, out, at, first, last } = row;
  const top = colours.length - 1;
  for (let i = first; i < last; i++) {
    const value = data[from + columns[i]];
    const t = value > 0 ? (Math.log(value) - base) * scale : value <= 0 ? -1 : NaN;
    out[at + i] = t >= 0 ? colours[t < top ? t | 0 : top] : t < 0 ? colours[0] : bad;
  }
}
