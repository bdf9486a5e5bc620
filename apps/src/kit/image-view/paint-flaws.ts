import { flaws as kinds, type Flaw } from '@daisy-lab/core';
import type { Camera, Size } from './camera.js';
import type { Tile } from './image-source.js';

/** Signal colours that no grey level and no colour of differences has. */
export const flawColours: Readonly<Record<Flaw, string>> = {
  negative: '#00b8d9',
  saturated: '#ff9100',
  noNumber: '#ff2bd6',
};

/** The same as ABGR words. */
const words = kinds.map(kind => {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(flawColours[kind].slice(at, at + 2), 16));
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
});

/** Marks over a painted tile: each covers its samples and at least one pixel of the canvas, so that none is lost; the gravest last. */
export function paintFlaws(out: Uint32Array, canvas: Size, tile: Tile, marks: Uint8Array, camera: Camera): void {
  const columns = pixelsOf(tile.x, tile.binX, tile.width, camera.x, camera.stepX);
  const rows = pixelsOf(tile.y, tile.binY, tile.height, camera.y, camera.stepY);
  for (let mark = 1; mark <= words.length; mark++) {
    for (let at = marks.indexOf(mark); at >= 0; at = marks.indexOf(mark, at + 1)) {
      const column = at % tile.width;
      const row = (at - column) / tile.width;
      const left = Math.max(0, columns[2 * column]);
      const right = Math.min(canvas.width, columns[2 * column + 1]);
      const bottom = Math.min(canvas.height, rows[2 * row + 1]);
      if (left >= right) continue;
      for (let y = Math.max(0, rows[2 * row]); y < bottom; y++) {
        out.fill(words[mark - 1], y * canvas.width + left, y * canvas.width + right);
      }
    }
  }
}

/** Canvas pixels `[first, end)` of each sample along one axis: those whose centre lies in it, or the one that it lies in. */
function pixelsOf(start: number, bin: number, count: number, from: number, step: number): Int32Array {
  const pixels = new Int32Array(2 * count);
  for (let at = 0; at < count; at++) {
    const place = (start + at * bin - from) / step;
    const [first, end] = [Math.ceil(place - 0.5), Math.ceil(place + bin / step - 0.5)];
    pixels[2 * at] = first < end ? first : Math.floor(place);
    pixels[2 * at + 1] = first < end ? end : Math.floor(place) + 1;
  }
  return pixels;
}
