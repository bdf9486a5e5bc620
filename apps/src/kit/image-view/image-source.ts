import type { Flaw, Histogram, OverviewFacts, TileRequest, ViewerInfo } from '@daisy-lab/core';

export type Samples =
  Float32Array | Float64Array | Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** A rectangle of one frame, pooled by whole factors: column `c` covers the image columns `[x + c*binX, x + (c+1)*binX)`. */
export interface Tile extends Pick<TileRequest, 'frame' | 'x' | 'y' | 'binX' | 'binY'> {
  /** In tile pixels. */
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly data: Samples;
  /** Where they were asked for and there are some, [height, width]: 0, or 1 + the place in `flaws` of the gravest one in the bin. */
  readonly marks?: Uint8Array;
  /** Where it was not made of all pixels. */
  readonly overview?: OverviewFacts;
}

export type Quality = TileRequest['quality'];

/** In image pixels; the last bin may be cut by the edge of the image. */
export type TileArea = Omit<TileRequest, 'handle' | 'codes'>;

export type ImageHistogram = Histogram;

/** Whatever owns the pixels: the kernel's viewer service, or arrays in memory. */
export interface ImageSource extends Pick<ViewerInfo, 'width' | 'height' | 'frames' | 'unit' | 'version'> {
  /** What can be marked; nothing by default. */
  readonly flaws?: readonly Flaw[];
  tile(area: TileArea, signal: AbortSignal): Promise<Tile>;
  /** The stored value; asked for only where the tile on the screen is pooled. */
  value(frame: number, x: number, y: number): Promise<number>;
  /** @param flaws kinds of pixels to count as well */
  histogram(
    frame: number,
    bins: number,
    flaws?: readonly Flaw[] | undefined,
    signal?: AbortSignal,
  ): Promise<ImageHistogram>;
}
