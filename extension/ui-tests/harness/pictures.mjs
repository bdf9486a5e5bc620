/** Screenshots for people, fingerprints of canvases for tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inBuild } from '../../../scripts/setup/paths.mjs';

const folder = inBuild('screenshots');

/** Keeps a picture of the page under build/screenshots. */
export async function keepScreenshot(page, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/**
 * Brightness of the canvases below an element, one drawn over the other, on a coarse grid of 64 x 64.
 *
 * @returns {Promise<number[]>} 4096 values in 0..255; empty when there is no canvas with a size
 */
export const brightnessOf = locator =>
  locator.evaluate(element => {
    const canvases = [...element.querySelectorAll('canvas')].filter(canvas => canvas.width > 0 && canvas.height > 0);
    if (canvases.length === 0) return [];
    const small = new OffscreenCanvas(64, 64);
    const context = small.getContext('2d');
    for (const canvas of canvases) context.drawImage(canvas, 0, 0, 64, 64);
    const { data } = context.getImageData(0, 0, 64, 64);
    return Array.from({ length: 4096 }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
  });

/** Spread of brightness: a picture has one, an empty stage has none. */
export const contrastOf = brightness =>
  brightness.length === 0 ? 0 : Math.max(...brightness) - Math.min(...brightness);

/** Mean absolute difference of two brightness grids, in 0..255. */
export const differenceOf = (a, b) =>
  a.length !== b.length || a.length === 0
    ? 255
    : a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

/** Waits until `measure` yields a value that `holds`; the last value is in the message when it never does. */
export async function eventually(measure, holds, what, timeoutMs = 40_000) {
  const deadline = Date.now() + timeoutMs;
  let value = await measure();
  while (!holds(value)) {
    if (Date.now() > deadline)
      throw new Error(`${what}: still ${JSON.stringify(value)?.slice(0, 200)} after ${timeoutMs / 1000} s`);
    await new Promise(resolve => setTimeout(resolve, 100));
    value = await measure();
  }
  return value;
}
