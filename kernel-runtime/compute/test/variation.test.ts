import { closeStripThreads, runStrips } from '@daisy-lab/compute';
import { afterAll, expect, test } from '@jest/globals';

afterAll(closeStripThreads);

const innerSteps = 8;
const sharedFloats = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * count));

/** First and last + 1 pixel of each row of a disc that leaves out the first and the last row. */
function disc(side: number): Int32Array {
  return Int32Array.from({ length: 2 * side }, (_, i) => {
    const y = (i >> 1) - side / 2;
    const half = Math.floor(Math.sqrt(Math.max(0, (side / 2 - 1.5) ** 2 - y * y)));
    return (side >> 1) + (i % 2 === 0 ? -half : half);
  });
}

/** Projected gradient on the dual field in float64, as it is written in the paper. */
function smoothed(
  v: Float64Array,
  right: Float64Array,
  down: Float64Array,
  side: number,
  weight: number,
  c: Int32Array,
) {
  const inside = (x: number, y: number): boolean => y >= 0 && y < side && x >= c[2 * y]! && x < c[2 * y + 1]!;
  const u = (x: number, y: number): number => {
    const i = y * side + x;
    const [left, above] = [x > 0 ? right[i - 1]! : 0, y > 0 ? down[i - side]! : 0];
    return v[i]! + weight * (right[i]! - left + down[i]! - above);
  };
  const image = (): Float64Array => v.map((_, i) => u(i % side, Math.floor(i / side)));
  for (let step = 0; step < innerSteps; step++) {
    const now = image();
    now.forEach((here, i) => {
      const [x, y] = [i % side, Math.floor(i / side)];
      if (!inside(x, y)) return;
      const r = inside(x + 1, y) ? right[i]! + (now[i + 1]! - here) / 8 / weight : 0;
      const d = inside(x, y + 1) ? down[i]! + (now[i + side]! - here) / 8 / weight : 0;
      const length = Math.max(1, Math.hypot(r, d));
      right[i] = r / length;
      down[i] = d / length;
    });
  }
  return image();
}

test.each([5, 12, 33, 70])('a step with the total variation does what the formulas say, side %i', async side => {
  const [weight, scale, push] = [0.05, 0.01, 0.6];
  const size = side * side;
  const circle = disc(side);
  const [images, point, step, right, down] = [1, 2, 3, 4, 5].map(() => sharedFloats(2 * size)) as Float32Array[];
  const field = [0, 1].map(() => ({ right: new Float64Array(size), down: new Float64Array(size) }));
  const task = { images, point, step, right, down, side, circle, scale, weight, least: 0, push };
  for (let outer = 0; outer < 3; outer++) {
    step!.forEach((_, i) => (step![i] = 30 * Math.sin(i * 0.7 + outer) + 40 * Math.cos(i * 0.031)));
    const expected = [0, 1].map(slice => {
      const v = Float64Array.from({ length: size }, (_, i) => {
        const inside =
          i % side >= circle[2 * Math.floor(i / side)]! && i % side < circle[2 * Math.floor(i / side) + 1]!;
        return inside ? point![slice * size + i]! + scale * step![slice * size + i]! : 0;
      });
      return smoothed(v, field[slice]!.right, field[slice]!.down, side, weight, circle);
    });
    const before = images!.slice();
    await runStrips('variation', task, 2, { threads: 2, stripItems: 1 });
    let [image, moved] = [0, 0];
    for (let i = 0; i < 2 * size; i++) {
      const now = Math.max(0, expected[Math.floor(i / size)]![i % size]!);
      image = Math.max(image, Math.abs(images![i]! - now));
      moved = Math.max(moved, Math.abs(point![i]! - (now + push * (now - before[i]!))));
    }
    expect(image).toBeLessThan(2e-6);
    expect(moved).toBeLessThan(4e-6);
  }
  if (side > 5) expect(images!.some(value => value > 0.1)).toBe(true);
});
