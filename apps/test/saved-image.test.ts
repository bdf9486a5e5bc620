import { expect, test } from '@jest/globals';
import { isSavedImage, SavedImageSource, type SavedImage } from '../lib/kit/image-output/saved-image.js';

const saved: SavedImage = {
  text: 'float32 [y 2, x 3]',
  unit: '1/pixel',
  limits: [10, 20],
  bin: 1,
  preview: { width: 3, height: 2, data: btoa(String.fromCharCode(0, 51, 102, 153, 204, 255)) },
};

test('grey levels of a saved image become values within its limits again', async () => {
  const source = new SavedImageSource(saved);
  const area = { frame: 0, x: 1, y: 0, width: 2, height: 2, binX: 1, binY: 1, pool: 'mean', quality: 'exact' } as const;
  expect([...(await source.tile(area)).data]).toEqual([12, 14, 18, 20]);
  expect(await source.value(0, 0, 1)).toBe(16);
});

test('an output that this version cannot draw is left to its static picture', () => {
  expect(isSavedImage(saved)).toBe(true);
  expect(isSavedImage({ text: 'later version' })).toBe(false);
  expect(isSavedImage(undefined)).toBe(false);
});
