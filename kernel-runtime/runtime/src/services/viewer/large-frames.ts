import {
  DaisyError,
  itemSize,
  type Histogram,
  type MethodParams,
  type OverviewFacts,
  type PixelStatistics,
  type TileRequest,
} from '@daisy-lab/core';
import type { Box, FrameParts, FrameSource } from './frame-source.js';
import { profileInParts } from './part-profile.js';
import { histogramOfParts, statisticsInParts } from './part-statistics.js';
import { bytesToRead, partTile } from './part-tile.js';
import { Overview } from './overview.js';
import { wholeRectangle, type Tile } from './pool-tile.js';

/** In bytes. */
export interface LargeLimits {
  /** Images up to here are held whole. */
  readonly whole: number;
  /** What a picture reads; more is seen in an overview. */
  readonly exact: number;
  readonly draft: number;
  /** What statistics of a region read. */
  readonly region: number;
}

export const largeLimits: LargeLimits = { whole: 2 ** 30, exact: 2 ** 28, draft: 2 ** 26, region: 2 ** 30 };

/** Of one image that is computed pixel by pixel. */
const mostComputed = 2 ** 32;

/** A source of which parts are read. */
export type PartedSource = FrameSource & { readonly parts: FrameParts };

/** A tile, and what it was made of where that are not all its pixels. */
export type PartTile = Tile & { readonly overview?: OverviewFacts };

const mostOverviews = 8;

/** Looks at images that are too large to be held: each look reads the chunks that it needs. */
export class LargeFrames {
  /** By viewer, image and pool; those that were used last come last. */
  readonly #overviews = new Map<string, { overview: Overview; turn: Promise<unknown> }>();

  constructor(readonly limits: LargeLimits = largeLimits) {}

  isLarge(source: FrameSource): source is PartedSource {
    return source.parts !== undefined && bytesOfImage(source) > this.limits.whole;
  }

  async tile(key: string, source: PartedSource, request: TileRequest, signal?: AbortSignal): Promise<PartTile> {
    const { width, height, dtype, parts } = source;
    const { box, ...place } = wholeRectangle(width, height, request);
    const bytes = bytesToRead(box, parts.size);
    if (bytes <= this.limits.exact || bytes <= parts.size.bytes) {
      const image = { width, height, dtype, itemBytes: itemSize(dtype) };
      return parts.read(request.frame, signal, read => partTile(read, image, request));
    }
    const most = request.quality === 'draft' ? this.limits.draft : this.limits.exact;
    const overview = await this.#refined(key, source, request, box, most, signal);
    const { share, isComplete } = overview;
    return { ...place, dtype: 'float32', data: overview.samplesOf(place, box), overview: { share, isComplete } };
  }

  async value(source: PartedSource, frame: number, x: number, y: number): Promise<number> {
    const pixels = await source.parts.read(frame, undefined, read => read({ x, y, width: 1, height: 1 }));
    return pixels[0]!;
  }

  profile(
    source: PartedSource,
    { frame, ...line }: Omit<MethodParams<'viewer.profile'>, 'handle'>,
  ): Promise<Float32Array> {
    return source.parts.read(frame, undefined, read => profileInParts(read, source, line));
  }

  /** Of the pixels that the overview was made of. */
  async histogram(
    key: string,
    source: PartedSource,
    { frame, bins }: { readonly frame: number; readonly bins: number },
    signal?: AbortSignal,
  ): Promise<Histogram> {
    const box = { x: 0, y: 0, width: source.width, height: source.height };
    const overview = await this.#refined(key, source, { frame, pool: 'mean' }, box, 0, signal);
    return histogramOfParts(overview.sampled, bins);
  }

  /** @throws DaisyError `Resource` for a region that takes long. */
  statistics(
    source: PartedSource,
    request: Omit<MethodParams<'viewer.statistics'>, 'handle'>,
    signal?: AbortSignal,
  ): Promise<PixelStatistics> {
    return source.parts.read(request.frame, signal, read =>
      statisticsInParts(read, source, request, this.limits.region, signal),
    );
  }

  forget(key: string): void {
    for (const name of [...this.#overviews.keys()]) if (name.startsWith(`${key} `)) this.#overviews.delete(name);
  }

  /** The overview of an image after so many bytes more; with 0, as it is once something was read. One look reads at a time. */
  async #refined(
    key: string,
    source: PartedSource,
    { frame, pool }: Pick<TileRequest, 'frame' | 'pool'>,
    box: Box,
    bytes: number,
    signal?: AbortSignal,
  ): Promise<Overview> {
    const name = `${key} ${frame} ${pool}`;
    const kept = this.#overviews.get(name) ?? {
      overview: new Overview(source, source.parts.size, pool),
      turn: Promise.resolve(),
    };
    this.#overviews.delete(name);
    this.#overviews.set(name, kept);
    for (const oldest of [...this.#overviews.keys()].slice(0, -mostOverviews)) this.#overviews.delete(oldest);
    const { overview } = kept;
    const work = async (): Promise<void> => {
      const more = bytes || (overview.share === 0 ? this.limits.draft : 0);
      if (more === 0 || overview.isComplete) return;
      if (signal?.aborted) throw DaisyError.cancelled('The overview');
      await source.parts.read(frame, signal, read => overview.refine(read, more, box, signal));
    };
    const turn = kept.turn.catch(() => undefined).then(work);
    kept.turn = turn;
    await turn;
    return overview;
  }
}

/** @throws DaisyError `Resource` for images that cannot be put together pixel by pixel in memory. */
export function refuseLarge(source: Pick<FrameSource, 'width' | 'height'>): void {
  const bytes = source.width * source.height * Float64Array.BYTES_PER_ELEMENT;
  if (bytes <= mostComputed) return;
  throw new DaisyError('Resource', {
    message: `Images of ${source.width} x ${source.height} pixels take ${(bytes / 1e9).toFixed(0)} GB each to be computed.`,
    action: 'Look at single images, or compute on a part of them in a notebook.',
  });
}

const bytesOfImage = ({ width, height, dtype }: FrameSource): number => width * height * itemSize(dtype);
