import type { ImageHistogram, ImageSource, Tile, TileArea } from '../image-view/image-source.js';

/** Content of `application/vnd.daisy.image.v1+json`: one image, pooled and in grey levels, as it is saved with a notebook. */
export interface SavedImage {
  readonly text: string;
  readonly unit: string | null;
  /** Values of grey 0 and 255. */
  readonly limits: readonly [number, number];
  /** Stored pixels per pixel of the preview. */
  readonly bin: number;
  readonly preview: { readonly width: number; readonly height: number; readonly data: string };
}

/** True when an output holds what this version can draw. */
export function isSavedImage(content: unknown): content is SavedImage {
  const { preview, limits } = (content ?? {}) as Partial<SavedImage>;
  return Array.isArray(limits) && typeof preview?.data === 'string' && preview.width > 0 && preview.height > 0;
}

/** The preview as a source: values are the grey levels mapped back to the limits, 256 steps in all. */
export class SavedImageSource implements ImageSource {
  readonly width: number;
  readonly height: number;
  readonly frames = 1;
  readonly version = 1;
  readonly unit: string | undefined;
  readonly #values: Float32Array;
  readonly #counts: readonly number[];
  readonly #limits: readonly [number, number];

  constructor({ preview, limits, unit }: SavedImage) {
    const grey = Uint8Array.from(atob(preview.data), letter => letter.charCodeAt(0));
    const [low, high] = limits;
    const counts = new Array<number>(256).fill(0);
    for (const level of grey) counts[level]!++;
    this.width = preview.width;
    this.height = preview.height;
    this.unit = unit ?? undefined;
    this.#values = Float32Array.from(grey, level => low + ((high - low) * level) / 255);
    this.#counts = counts;
    this.#limits = limits;
  }

  /** The area at full resolution: a preview is never larger than the screen can pool while it paints. */
  tile({ frame, x, y, width, height }: TileArea): Promise<Tile> {
    const data = new Float32Array(width * height);
    for (let row = 0; row < height; row++) {
      const start = (y + row) * this.width + x;
      data.set(this.#values.subarray(start, start + width), row * width);
    }
    return Promise.resolve({ frame, x, y, binX: 1, binY: 1, width, height, data });
  }

  value(_frame: number, x: number, y: number): Promise<number> {
    return Promise.resolve(this.#values[y * this.width + x] ?? Number.NaN);
  }

  histogram(): Promise<ImageHistogram> {
    const [low, high] = this.#limits;
    return Promise.resolve({ low, high, counts: this.#counts, invalid: 0, percentiles: this.#limits });
  }
}
