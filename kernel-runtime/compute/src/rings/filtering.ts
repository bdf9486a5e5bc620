import { smoothLines } from './smooth-lines.js';
import { removeSorting, type ColumnStack } from './vo.js';

/**
 * Vo's algorithm 2: the slow part of each column along the angle (a Gaussian of `sigma` frequencies) is treated by sorting, and the
 * fast part is added again.
 */
export function removeFiltering(stack: ColumnStack, { sigma, sizePx }: { sigma: number; sizePx: number }): void {
  const { data, angles, columns } = stack;
  const slow = { ...stack, data: data.slice() };
  smoothLines(slow.data, { lines: columns, lineStride: angles, length: angles, stride: 1 }, sigma);
  for (let i = 0; i < data.length; i++) data[i]! -= slow.data[i]!;
  removeSorting(slow, { sizePx });
  for (let i = 0; i < data.length; i++) data[i]! += slow.data[i]!;
}
