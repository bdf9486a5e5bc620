import { maxReplyBytes, type Flaw, type KernelLink, type SampleCodes, type ViewerInfo } from '@daisy-lab/core';
import type { ImageHistogram, ImageSource, Samples, Tile, TileArea } from './image-source.js';

/** A stack that the kernel's viewer service holds open. */
export class ViewerSource implements ImageSource {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly unit: string | undefined;
  readonly version: number;
  readonly flaws: readonly Flaw[];

  constructor(
    private readonly link: KernelLink,
    private readonly info: ViewerInfo,
  ) {
    this.width = info.width;
    this.height = info.height;
    this.frames = info.frames;
    this.unit = info.unit;
    this.version = info.version;
    this.flaws = info.flaws;
  }

  /** Asks in strips of whole bins where one answer could not carry the tile. */
  async tile(area: TileArea, signal: AbortSignal): Promise<Tile> {
    const width = Math.ceil(area.width / area.binX);
    const height = Math.ceil(area.height / area.binY);
    const stripRows = Math.max(1, Math.floor(maxReplyBytes / (width * 8)));
    const strips: Strip[] = [];
    for (let row = 0; row < height; row += stripRows) {
      const y = area.y + row * area.binY;
      const strip = Math.min(stripRows * area.binY, area.y + area.height - y);
      strips.push(await this.strip({ ...area, y, height: strip }, signal));
    }
    const { frame, x, y, binX, binY } = area;
    const overview = strips.at(-1)?.overview;
    const place = { frame, x, y, binX, binY, width, height, ...(overview && { overview }) };
    const data = joined(
      strips.map(strip => strip.data),
      width * height,
    );
    if (strips.every(({ marks }) => marks === undefined)) return { ...place, data };
    const marks = strips.map(strip => strip.marks ?? new Uint8Array(strip.data.length));
    return { ...place, data, marks: joined(marks, width * height) };
  }

  async value(frame: number, x: number, y: number): Promise<number> {
    const { result } = await this.link.request('viewer.value', { handle: this.info.handle, frame, x, y });
    // JSON knows no NaN: a pixel without value arrives as null.
    return (result.value as number | null) ?? NaN;
  }

  async histogram(frame: number, bins: number, flaws?: readonly Flaw[], signal?: AbortSignal): Promise<ImageHistogram> {
    const params = { handle: this.info.handle, frame, bins };
    const { result } = await this.link.request('viewer.histogram', flaws ? { ...params, flaws } : params, { signal });
    return result;
  }

  private async strip(area: TileArea, signal: AbortSignal): Promise<Strip> {
    const codes = area.quality === 'draft';
    const params = { handle: this.info.handle, ...area, codes };
    const { result, arrays } = await this.link.request('viewer.tile', params, { signal });
    const data = arrays?.['data']?.data;
    if (data instanceof BigInt64Array || data instanceof BigUint64Array)
      return { data: Float64Array.from(data, Number) };
    const samples = (data ?? new Float32Array(0)) as Samples;
    const overview = result.overview && { overview: result.overview };
    if (result.codes) return { ...decoded(samples, result.codes), ...overview };
    const marks = arrays?.['marks']?.data;
    return { data: samples, ...overview, ...(marks instanceof Uint8Array && { marks }) };
  }
}

type Strip = Pick<Tile, 'data' | 'marks' | 'overview'>;

/** The values that codes stand for, and their marks where some carry one. */
export function decoded(codes: Samples, { offset, step, markedFrom = 0xffff }: SampleCodes): Strip {
  const values = new Float32Array(codes.length);
  for (let at = 0; at < codes.length; at++) values[at] = codes[at] < markedFrom ? offset + codes[at] * step : NaN;
  if (markedFrom === 0xffff) return { data: values };
  const marks = Uint8Array.from(codes, code => (code >= markedFrom && code < 0xffff ? code - markedFrom + 1 : 0));
  return { data: values, marks };
}

function joined<T extends Samples>(strips: readonly T[], length: number): T {
  const [first] = strips;
  if (strips.length === 1 && first) return first;
  const whole = new (first.constructor as new (length: number) => T)(length);
  let at = 0;
  for (const strip of strips) {
    whole.set(strip, at);
    at += strip.length;
  }
  return whole;
}
