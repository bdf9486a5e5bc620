import { expect, test } from '@jest/globals';
import type { ImageSource, TileArea } from '../lib/kit/image-view/image-source.js';
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

const show = async (loader: TileLoader, source: ImageSource, frame: number): Promise<void> => {
  const camera = { x: 0, y: 0, stepX: source.width / 800, stepY: source.height / 800 };
  loader.want({ source, frame, camera, canvas: { width: 800, height: 800 }, quality: 'exact' });
  await settle();
};

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
  const samples = ({ width, height, binX, binY }: TileArea): number => (width / binX) * (height / binY);
  expect(asked.map(({ quality }) => quality)).toEqual(['draft', 'exact']);
  expect(samples(asked[0]!)).toBeLessThanOrEqual(1 << 16);
  expect(samples(asked[1]!)).toBeGreaterThan(4 * samples(asked[0]!));
  expect(loader.shown).toMatchObject({ frame: 0, quality: 'exact' });
  await show(loader, source, 1);
  expect(asked.slice(2).map(({ quality }) => quality)).toEqual(['exact']);
  loader.dispose();
});

test('a small picture comes at once', async () => {
  const loader = new TileLoader(
    () => undefined,
    () => undefined,
    () => undefined,
  );
  const { source, asked } = sourceOf(256);
  await show(loader, source, 0);
  expect(asked.map(({ quality }) => quality)).toEqual(['exact']);
  loader.dispose();
});
