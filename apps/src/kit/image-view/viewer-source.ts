import { maxReplyBytes, type KernelLink, type SampleCodes, type ViewerInfo } from '@daisy-lab/core';
import type { ImageHistogram, ImageSource, Samples, Tile, TileArea } from './image-source.js';

/** A stack that the kernel's viewer service holds open. */
export class ViewerSource implements ImageSource {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly unit: string | undefined;
  readonly version: number;

  constructor(
    private readonly link: KernelLink,
    private readonly info: ViewerInfo,
  ) {
    this.width = info.width;
    this.height = info.height;
    this.frames = info.frames;
    this.unit = info.unit;
    this.version = info.version;
  }

  /** Asks in strips of whole bins where one answer could not carry the tile. */
  async tile(area: TileArea, signal: AbortSignal): Promise<Tile> {
    const width = Math.ceil(area.width / area.binX);
    const height = Math.ceil(area.height / area.binY);
    const stripRows = Math.max(1, Math.floor(maxReplyBytes / (width * 8)));
    const strips: Samples[] = [];
    for (let row = 0; row < height; row += stripRows) {
      const y = area.y + row * area.binY;
      const strip = Math.min(stripRows * area.binY, area.y + area.height - y);
      strips.push(await this.strip({ ...area, y, height: strip }, signal));
    }
    const { frame, x, y, binX, binY } = area;
    return { frame, x, y, binX, binY, width, height, data: joined(strips, width * height) };
  }

  async value(frame: number, x: number, y: number): Promise<number> {
    const { result } = await this.link.request('viewer.value', { handle: this.info.handle, frame, x, y });
    // JSON knows no NaN: a pixel without value arrives as null.
    return (result.value as number | null) ?? NaN;
  }

  async histogram(frame: number, bins: number): Promise<ImageHistogram> {
    const { result } = await this.link.request('viewer.histogram', { handle: this.info.handle, frame, bins });
    return result;
  }

  private async strip(area: TileArea, signal: AbortSignal): Promise<Samples> {
    const codes = area.quality === 'draft';
    const params = { handle: this.info.handle, ...area, codes };
    const { result, arrays } = await this.link.request('viewer.tile', params, { signal });
    const data = arrays?.['data']?.data;
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
    const samples = (data ?? new Float32Array(0)) as Samples;
    return result.codes ? decoded(samples, result.codes) : samples;
  }
}

function decoded(codes: Samples, { offset, step }: SampleCodes): Float32Array {
  const values = new Float32Array(codes.length);
  for (let at = 0; at < codes.length; at++) values[at] = codes[at] === 0xffff ? NaN : offset + codes[at] * step;
  return values;
}

function joined(strips: readonly Samples[], length: number): Samples {
  const [first] = strips;
  if (strips.length === 1 && first) return first;
  const whole = new (first.constructor as new (length: number) => Samples)(length);
  let at = 0;
  for (const strip of strips) {
    whole.set(strip, at);
    at += strip.length;
  }
  return whole;
}
