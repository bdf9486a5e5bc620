import { expect, test } from '@jest/globals';
import { fitCamera, oneToOne, panBy, zoomAt } from '../lib/kit/image-view/camera.js';

const canvas = { width: 400, height: 300 };

test('fitting shows the whole image in the middle with square pixels', () => {
  const camera = fitCamera({ width: 800, height: 300 }, canvas);
  expect(camera).toEqual({ stepX: 2, stepY: 2, x: 0, y: -150 });
});

test('an image of two rows gets 32 canvas pixels per row', () => {
  expect(fitCamera({ width: 640, height: 2 }, canvas).stepY).toBe(1 / 32);
});

test('zooming keeps the image point under the pointer', () => {
  const image = { width: 800, height: 600 };
  const before = fitCamera(image, canvas);
  const after = zoomAt(before, 123, 45, 0.3, image);
  expect(after.x + 123 * after.stepX).toBeCloseTo(before.x + 123 * before.stepX, 9);
  expect(after.y + 45 * after.stepY).toBeCloseTo(before.y + 45 * before.stepY, 9);
});

test('one to one keeps the middle, and panning moves with the hand', () => {
  const one = oneToOne(fitCamera({ width: 800, height: 600 }, canvas), canvas);
  expect(one).toEqual({ stepX: 1, stepY: 1, x: 200, y: 150 });
  expect(panBy(one, 10, -5)).toMatchObject({ x: 190, y: 155 });
});
