import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/core';
import type { Camera } from '../lib/kit/image-view/camera.js';
import type { ImageSource, Quality, TileArea } from '../lib/kit/image-view/image-source.js';
import { paintFlaws } from '../lib/kit/image-view/paint-flaws.js';
import { TileLoader } from '../lib/kit/image-view/tile-loader.js';
import { settle } from './scripted-link.ts';

function sourceOf(size: number): { source: ImageSource; asked: TileArea[] } {
  const asked: TileArea[] = [];
  const source: ImageSource = {
    ...{ width: size, height: size, frames: 2, version: 1 },
    tile: async area => {
      asked.push(area);
      const [width, height] = [Math.ceil(area.width / area.binX), Math.ceil(area.height / area.binY)];
      return { ...area, width, height, data: new Float32Array(width * height) };
    },
    value: async () => 0,
    histogram: async () => ({ low: 0, high: 1, counts: [], invalid: 0, percentiles: [0, 1] }),
  };
  return { source, asked };
}

const canvas = { width: 800, height: 800 };
const fitted = ({ width, height }: ImageSource): Camera => ({ x: 0, y: 0, stepX: width / 800, stepY: height / 800 });

const show = async (
  loader: TileLoader,
  source: ImageSource,
  frame: number,
  { quality = 'exact', camera = fitted(source) }: { quality?: Quality; camera?: Camera } = {},
): Promise<void> => {
  loader.want({ source, frame, camera, canvas, quality });
  await settle();
};

const quiet = (): TileLoader =>
  new TileLoader(
    () => undefined,
    () => undefined,
    error => {
      throw error;
    },
  );
const samples = ({ width, height, binX, binY }: TileArea): number => (width / binX) * (height / binY);

test('the first picture of a large stack comes coarse, the next ones at once as they are seen', async () => {
  let shown = 0;
  const loader = new TileLoader(
    () => shown++,
    () => undefined,
    error => {
      throw error;
    },
  );
  const { source, asked } = sourceOf(2048);
  await show(loader, source, 0);
  expect(shown).toBe(2);
  expect(asked.map(({ quality }) => quality)).toEqual(['draft', 'exact']);
  expect(samples(asked[0]!)).toBeLessThanOrEqual(1 << 16);
  expect(samples(asked[1]!)).toBeGreaterThan(4 * samples(asked[0]!));
  expect(loader.shown).toMatchObject({ frame: 0, quality: 'exact' });
  await show(loader, source, 1);
  expect(asked.slice(2).map(({ quality }) => quality)).toEqual(['exact']);
  loader.dispose();
});

test('a small picture comes at once', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(256);
  await show(loader, source, 0);
  expect(asked.map(({ quality }) => quality)).toEqual(['exact']);
  loader.dispose();
});

test('a drag through the stack asks for one small tile a frame, and for an exact picture where it rests', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(2048);
  await show(loader, source, 0);
  asked.length = 0;
  for (const frame of [1, 0, 1]) await show(loader, source, frame, { quality: 'draft' });
  expect(asked.map(({ frame, quality }) => `${frame} ${quality}`)).toEqual(['1 draft', '0 draft', '1 draft']);
  for (const area of asked) expect(samples(area)).toBeLessThanOrEqual(1 << 18);
  expect(loader.shown).toMatchObject({ frame: 1, quality: 'draft' });
  await show(loader, source, 1);
  expect(asked.slice(3)).toMatchObject([{ frame: 1, binX: 2, binY: 2, quality: 'exact' }]);
  expect(loader.shown).toMatchObject({ frame: 1, quality: 'exact' });
  loader.dispose();
});

test('zoomed in, a drag asks for what is in view, and no two frames are mixed', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(4096);
  const camera = { x: 1000, y: 1200, stepX: 1, stepY: 1 };
  await show(loader, source, 0, { camera });
  asked.length = 0;
  await show(loader, source, 1, { camera, quality: 'draft' });
  expect(asked).toMatchObject([{ frame: 1, x: 1000, y: 1200, width: 800, height: 800, quality: 'draft' }]);
  const moved = { ...camera, x: 1300 };
  expect(loader.tiles(moved, canvas).map(({ frame }) => frame)).toEqual([1]);
  expect(loader.valueAt({ source, frame: 1, camera, canvas, quality: 'exact' }, 1100, 1300)).toBeUndefined();
  await show(loader, source, 1, { camera });
  expect(asked.slice(1)).toMatchObject([
    { frame: 1, binX: 1, quality: 'exact' },
    { frame: 1, width: 4096, binX: 5, quality: 'exact' },
  ]);
  // what lies outside the tile of the view is seen at once, coarser
  expect(loader.tiles(moved, canvas).map(({ binX }) => binX)).toEqual([5, 1]);
  expect(loader.valueAt({ source, frame: 1, camera, canvas, quality: 'exact' }, 1100, 1300)).toBe(0);
  loader.dispose();
});

test('a view that has grown asks for a finer picture', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(2048);
  await show(loader, source, 0);
  const scene = { source, frame: 0, quality: 'exact' } as const;
  loader.want({ ...scene, camera: { x: 0, y: 0, stepX: 1, stepY: 1 }, canvas: { width: 2048, height: 2048 } });
  await settle();
  expect(asked.at(-1)).toMatchObject({ width: 2048, binX: 1, binY: 1, quality: 'exact' });
  loader.dispose();
});

test('marks are asked for when they are switched on, and not again', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(512);
  await show(loader, source, 0);
  const before = asked.length;
  const flaws = ['noNumber'] as const;
  const scene = { source, frame: 0, camera: fitted(source), canvas, quality: 'exact', flaws } as const;
  for (const _ of [1, 2]) {
    loader.want(scene);
    await settle();
  }
  expect(asked.slice(before).map(area => area.flaws)).toEqual([flaws]);
});

test('a mark that is smaller than a pixel of the canvas is painted all the same', () => {
  const size = { width: 4, height: 4 };
  const out = new Uint32Array(16);
  const tile = { frame: 0, x: 0, y: 0, binX: 1, binY: 1, width: 16, height: 16, data: new Float32Array(256) };
  const marks = new Uint8Array(256);
  marks[5 * 16 + 2] = 3;
  marks[15 * 16 + 15] = 1;
  paintFlaws(out, size, tile, marks, { x: 0, y: 0, stepX: 4, stepY: 4 });
  expect([...out.entries()].filter(([, word]) => word !== 0).map(([at]) => at)).toHaveLength(2);
  const large = new Uint32Array(16);
  paintFlaws(large, size, tile, marks, { x: 2, y: 4, stepX: 0.5, stepY: 0.5 });
  expect([...large.entries()].filter(([, word]) => word !== 0).map(([at]) => at)).toEqual([8, 9, 12, 13]);
});

test('an overview is read again only when more of it is wanted, and no more once it is complete', async () => {
  const loader = quiet();
  const { source, asked } = sourceOf(256);
  let share = 0;
  const large: ImageSource = {
    ...source,
    tile: async (area, signal) => {
      share += 0.5;
      return { ...(await source.tile(area, signal)), overview: { share, isComplete: share >= 1 } };
    },
  };
  const want = async (more: number): Promise<number> => {
    loader.want({ source: large, frame: 0, camera: fitted(large), canvas, quality: 'exact', more });
    await settle();
    return asked.length;
  };
  expect(await want(0)).toBe(1);
  expect(await want(0)).toBe(1);
  expect(await want(1)).toBe(2);
  expect(await want(2)).toBe(2);
  expect(loader.tiles(fitted(large), canvas).at(-1)?.overview).toEqual({ share: 1, isComplete: true });
  loader.dispose();
});

describe('a picture that takes long', () => {
  /** Tiles of frame 0 never come by themselves. */
  const stuck = () => {
    const { source } = sourceOf(256);
    const given: number[] = [];
    const slow: ImageSource = {
      ...source,
      tile: (area, signal) =>
        area.frame > 0
          ? source.tile(area, signal)
          : new Promise((_, reject) => {
              signal.addEventListener('abort', () => {
                given.push(area.frame);
                reject(DaisyError.cancelled());
              });
            }),
    };
    return { slow, given };
  };
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('is given up when another one is wanted, and that one comes', async () => {
    const { slow, given } = stuck();
    const loader = quiet();
    await show(loader, slow, 0);
    await show(loader, slow, 1);
    expect(given).toEqual([]);
    await jest.runAllTimersAsync();
    expect(given).toEqual([0]);
    expect(loader.shown).toMatchObject({ frame: 1 });
    loader.dispose();
  });

  test('is waited for when it is wanted again', async () => {
    const { slow, given } = stuck();
    const loader = quiet();
    await show(loader, slow, 0);
    await show(loader, slow, 1);
    await show(loader, slow, 0);
    await jest.runAllTimersAsync();
    expect(given).toEqual([]);
    loader.dispose();
    expect(given).toEqual([0]);
  });
});
