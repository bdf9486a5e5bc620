import { ndarray } from '@daisy-lab/core';
import { gaussianFilter, gaussianKernel, mirroredIndices } from '@daisy-lab/techniques/image';
import { expect, test } from '@jest/globals';
import { describeImplementations } from '../describe-implementations.ts';

describeImplementations(gaussianFilter, ({ run }) => {
  const axes = ['frame', 'row', 'column'] as const;

  test('a point becomes the Gaussian itself', async () => {
    const data = new Float32Array(33 * 33);
    data[16 * 33 + 16] = 1;
    const images = ndarray<'float32', typeof axes>(data, [1, 33, 33], axes);
    const { smooth } = await run({ images }, { params: { sigmaPx: 2 } });
    const row = smooth.data.subarray(16 * 33, 17 * 33);
    const centre = row[16]!;
    for (const distance of [1, 3, 6]) {
      expect(row[16 + distance]! / centre).toBeCloseTo(Math.exp(-(distance ** 2) / 8), 5);
      expect(smooth.data[(16 + distance) * 33 + 16]).toBeCloseTo(row[16 + distance]!, 7);
    }
  });

  test('edges are mirrored with the edge pixel doubled, however far the Gaussian reaches', async () => {
    const images = ndarray<'float32', typeof axes>(Float32Array.of(1, 2, 4), [1, 1, 3], axes);
    const { smooth } = await run({ images }, { params: { sigmaPx: 3 } });
    const kernel = gaussianKernel(3);
    const mirrored = mirroredIndices(3, (kernel.length - 1) / 2);
    const expected = [0, 1, 2].map(at =>
      kernel.reduce((sum, weight, tap) => sum + weight * [1, 2, 4][mirrored[at + tap]!]!, 0),
    );
    expected.forEach((value, at) => expect(smooth.data[at]).toBeCloseTo(value, 5));
  });

  test('frames do not mix, the unit stays, width 0 changes nothing', async () => {
    const data = Float32Array.from({ length: 2 * 16 }, (_, at) => (at < 16 ? 1 : 5));
    const images = ndarray<'float32', typeof axes>(data, [2, 4, 4], axes, 'count');
    const { smooth } = await run({ images }, { params: { sigmaPx: 1.5 } });
    smooth.data.forEach((value, at) => expect(value).toBeCloseTo(at < 16 ? 1 : 5, 5));
    expect(smooth.unit).toBe('count');
    const same = await run({ images }, { params: { sigmaPx: 0 } });
    expect([...same.smooth.data]).toEqual([...data]);
  });
});

test('indices beyond the edges mirror as often as needed', () => {
  expect([...mirroredIndices(3, 4)]).toEqual([2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]);
  expect([...mirroredIndices(1, 2)]).toEqual([0, 0, 0, 0, 0]);
});
