import type { KernelLink, ObjectDescription, Selection } from '@daisy-lab/core';
import type { ImageHistogram, ImageSource, Samples, Tile, TileArea } from '../../kit/image-view/image-source.js';
import { samplesOf } from '../objects/preview.js';
import { histogramOf } from './histogram.js';

/** Frames that stay here, so that stepping back costs nothing. */
const framesKept = 3;

/** An array of the store as a stack of images: its last two axes are the image, all others together the frame. */
export class ObjectSource implements ImageSource {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly version = 1;
  readonly unit: string | undefined;
  readonly #link: KernelLink;
  readonly #object: string;
  readonly #leading: readonly number[];
  readonly #kept = new Map<number, Promise<Samples>>();

  constructor(link: KernelLink, { id, shape = [], unit }: ObjectDescription) {
    this.#link = link;
    this.#object = id;
    this.#leading = shape.slice(0, -2);
    this.height = shape.at(-2) ?? 1;
    this.width = shape.at(-1) ?? 1;
    this.frames = this.#leading.reduce((product, length) => product * length, 1);
    this.unit = unit;
  }

  async tile({ frame, x, y, width, height, binX, binY, pool }: TileArea): Promise<Tile> {
    const data = await this.frame(frame);
    const columns = Math.ceil(width / binX);
    const rows = Math.ceil(height / binY);
    const out = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const area = { x: x + column * binX, y: y + row * binY, width: binX, height: binY };
        out[row * columns + column] = this.#pool(data, area, pool);
      }
    }
    return { frame, x, y, binX, binY, width: columns, height: rows, data: out };
  }

  async value(frame: number, x: number, y: number): Promise<number> {
    return (await this.frame(frame))[y * this.width + x] ?? Number.NaN;
  }

  async histogram(frame: number, bins: number): Promise<ImageHistogram> {
    return histogramOf(await this.frame(frame), bins);
  }

  /** All samples of a frame, [height, width]. */
  frame(frame: number): Promise<Samples> {
    const kept = this.#kept.get(frame);
    if (kept) return kept;
    const asked = this.#read(frame);
    this.#kept.set(frame, asked);
    asked.catch(() => this.#kept.delete(frame));
    const oldest = [...this.#kept.keys()][0]!;
    if (this.#kept.size > framesKept) this.#kept.delete(oldest);
    return asked;
  }

  async #read(frame: number): Promise<Samples> {
    const { arrays } = await this.#link.request('store.read', {
      object: this.#object,
      selection: this.#selectionOf(frame),
    });
    return samplesOf(arrays?.['data']?.data ?? new Float32Array(this.width * this.height));
  }

  #selectionOf(frame: number): Selection {
    let rest = frame;
    const leading = [...this.#leading].reverse().map(length => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return [at, at + 1] as const;
    });
    return [...leading.reverse(), null, null];
  }

  #pool(
    data: Samples,
    area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    how: TileArea['pool'],
  ): number {
    const endX = Math.min(this.width, area.x + area.width);
    const endY = Math.min(this.height, area.y + area.height);
    if (area.width === 1 && area.height === 1) return data[area.y * this.width + area.x]!;
    let sum = 0;
    let count = 0;
    let smallest = Infinity;
    let largest = -Infinity;
    for (let y = area.y; y < endY; y++) {
      for (let x = area.x; x < endX; x++) {
        const value = data[y * this.width + x]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
        if (value < smallest) smallest = value;
        if (value > largest) largest = value;
      }
    }
    if (count === 0) return Number.NaN;
    return how === 'mean' ? sum / count : how === 'min' ? smallest : largest;
  }
}
