import type { Flaw } from '@daisy-lab/core';
import type { Camera, Size } from './camera.js';
import type { ImageSource, Quality, Tile, TileArea } from './image-source.js';

/** What a view wants to show. */
export interface Scene {
  readonly source: ImageSource;
  readonly frame: number;
  readonly camera: Camera;
  readonly canvas: Size;
  readonly quality: Quality;
  /** Kinds of pixels to mark. */
  readonly flaws?: readonly Flaw[];
  /** How often more than the overview was asked for. */
  readonly more?: number;
}

/** Samples of a first picture, and of the smallest draft. */
const fewSamples = 1 << 16;
/** A draft of two bytes a sample is then half a megabyte. */
const mostDraftSamples = 1 << 18;

/** The whole frame, pooled to what the canvas shows of it when all of it is in view. */
export function wholeArea({ source, frame, camera, canvas, quality }: Scene): TileArea {
  const { width, height } = source;
  const out = Math.max(width / (canvas.width * camera.stepX), height / (canvas.height * camera.stepY));
  const [binX, binY] = [wholeBin(camera.stepX * out), wholeBin(camera.stepY * out)];
  return { frame, x: 0, y: 0, width, height, binX, binY, pool: 'mean', quality };
}

/** The visible part where the canvas shows more of it than the pooled whole has; undefined where it does not. */
export function detailArea(scene: Scene): TileArea | undefined {
  // a little more on each side, so that small moves need no request; the next draft comes anyhow
  const margin = scene.quality === 'draft' ? 0 : 1 / 8;
  const { source, frame, camera, canvas, quality } = scene;
  const whole = wholeArea(scene);
  if (Math.max(1, camera.stepX) >= whole.binX && Math.max(1, camera.stepY) >= whole.binY) return undefined;
  const [binX, binY] = [binFor(camera.stepX), binFor(camera.stepY)];
  const x = span(camera.x, canvas.width * camera.stepX, source.width, binX, margin);
  const y = span(camera.y, canvas.height * camera.stepY, source.height, binY, margin);
  if (x.length <= 0 || y.length <= 0) return undefined;
  const place = { x: x.from, y: y.from, width: x.length, height: y.length };
  return { frame, ...place, binX, binY, pool: 'mean', quality };
}

/** An area in as many samples as arrive many times a second. */
export function draftOf(area: TileArea, { width, height }: Size): TileArea {
  return coarser(area, Math.min(mostDraftSamples, Math.max(fewSamples, (width * height) / 2)));
}

/** The first picture of a stack, for slow lines; undefined where the whole has not many more samples. */
export function firstOf(whole: TileArea): TileArea | undefined {
  return samplesOf(whole) < 4 * fewSamples ? undefined : coarser(whole, fewSamples);
}

/** Whether everything that the canvas shows of the image lies inside the tile. */
export function covers(tile: Tile, camera: Camera, canvas: Size, image: Size): boolean {
  return (
    tile.x <= Math.max(0, camera.x) &&
    tile.y <= Math.max(0, camera.y) &&
    tile.x + tile.width * tile.binX >= Math.min(image.width, camera.x + canvas.width * camera.stepX) &&
    tile.y + tile.height * tile.binY >= Math.min(image.height, camera.y + canvas.height * camera.stepY)
  );
}

const samplesOf = ({ width, height, binX, binY }: TileArea): number =>
  Math.ceil(width / binX) * Math.ceil(height / binY);

function coarser(area: TileArea, most: number): TileArea {
  const factor = Math.max(1, Math.sqrt(samplesOf(area) / most));
  return { ...area, quality: 'draft', binX: Math.ceil(area.binX * factor), binY: Math.ceil(area.binY * factor) };
}

const wholeBin = (step: number): number => Math.max(1, Math.floor(step + 1e-9));

/** 1, 2, 3, 4, 6, 8, 12, ...: few enough that a slow zoom does not ask at each step. */
function binFor(step: number): number {
  const power = 2 ** Math.max(0, Math.floor(Math.log2(step + 1e-9)));
  return power > 1 && power * 1.5 <= step ? power * 1.5 : power;
}

/** Whole bins from one edge of the view to the other, cut at the image. */
function span(
  from: number,
  length: number,
  size: number,
  bin: number,
  margin: number,
): { from: number; length: number } {
  const start = Math.max(0, Math.floor((from - length * margin) / bin) * bin);
  const end = Math.min(size, Math.ceil((from + length * (1 + margin)) / bin) * bin);
  return { from: start, length: end - start };
}
