import { eachLine, fillColumns, stagedLines } from './staged-lines.js';
import type { Sinogram } from './stripe-options.js';

/** Subtracts from each column what its mean over all angles has above the mean of `sizePx` neighbouring columns (ends repeated). */
export function removeSmoothing(
  { data, angles, columns }: Sinogram<Float32Array>,
  { sizePx }: { sizePx: number },
): void {
  const staged = stagedLines(columns);
  const { stages, line, sums, first: excess } = staged;
  sums.fill(0);
  eachLine(staged, data, () => stages.sumLine(line.byteOffset, columns, sums.byteOffset));
  const means = sums.slice(0, columns).map(sum => sum / angles);
  fillColumns(
    excess,
    means.map((mean, column) => {
      let sum = 0;
      for (let j = 0; j < sizePx; j++) sum += means[Math.min(columns - 1, Math.max(0, column + j - (sizePx >> 1)))]!;
      return mean - sum / sizePx;
    }),
  );
  const result = line.subarray(0, columns);
  eachLine(staged, data, at => {
    stages.subtractLine(line.byteOffset, columns, excess.byteOffset);
    data.set(result, at);
  });
}
