import type { Sinogram } from './stripe-options.js';

/** Subtracts from each column what its mean over all angles has above the mean of `sizePx` neighbouring columns (ends repeated). */
export function removeSmoothing(
  { data, angles, columns }: Sinogram<Float32Array>,
  { sizePx }: { sizePx: number },
): void {
  const means = new Float64Array(columns);
  for (let i = 0, column = 0; i < data.length; i++, column = column + 1 === columns ? 0 : column + 1)
    means[column]! += data[i]!;
  const excess = means.map((mean, column) => {
    let sum = 0;
    for (let j = 0; j < sizePx; j++) sum += means[Math.min(columns - 1, Math.max(0, column + j - (sizePx >> 1)))]!;
    return (mean - sum / sizePx) / angles;
  });
  for (let i = 0, column = 0; i < data.length; i++, column = column + 1 === columns ? 0 : column + 1)
    data[i]! -= excess[column]!;
}
