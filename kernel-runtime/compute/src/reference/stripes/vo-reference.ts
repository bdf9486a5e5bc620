import { detectStripes, ratio } from '../../rings/detect-stripes.js';
import { mirrored } from '../../rings/running-median.js';
import type { Sinogram } from '../../rings/stripe-options.js';

/** Median of the window about each place of a line, every window sorted anew. */
export function medianFilter(line: Float64Array, size: number): Float64Array {
  return line.map((_, at) => {
    const window = Float64Array.from(
      { length: size },
      (_value, i) => line[mirrored(at + i - (size >> 1), line.length)]!,
    );
    return window.sort()[size >> 1]!;
  });
}

/** Values of one column in ascending order, with the angles they belong to. */
function sortedColumn({ data, angles, columns }: Sinogram, column: number): { values: number[]; order: number[] } {
  const at = (angle: number): number => data[angle * columns + column]!;
  const order = Array.from({ length: angles }, (_, angle) => angle).sort((a, b) => at(a) - at(b));
  return { order, values: order.map(at) };
}

export function sortingReference(sinogram: Sinogram, sizePx: number): Float64Array {
  const { angles, columns } = sinogram;
  const sorted = Array.from({ length: columns }, (_, column) => sortedColumn(sinogram, column));
  const out = new Float64Array(sinogram.data.length);
  for (let rank = 0; rank < angles; rank++) {
    const smooth = medianFilter(
      Float64Array.from(sorted, ({ values }) => values[rank]!),
      sizePx,
    );
    sorted.forEach(({ order }, column) => (out[order[rank]! * columns + column] = smooth[column]!));
  }
  return out;
}

export function largeReference(
  sinogram: Sinogram,
  { snr, sizePx, dropRatio, norm }: { snr: number; sizePx: number; dropRatio: number; norm: boolean },
): Float64Array {
  const { angles, columns } = sinogram;
  const sorted = Array.from({ length: columns }, (_, column) => sortedColumn(sinogram, column).values);
  const smooth = Array.from({ length: angles }, (_, rank) =>
    medianFilter(
      Float64Array.from(sorted, values => values[rank]!),
      sizePx,
    ),
  );
  const dropped = Math.floor(0.5 * Math.min(0.8, Math.max(0, dropRatio)) * angles);
  const ranks = Array.from({ length: angles - 2 * dropped }, (_, i) => dropped + i);
  const means = (value: (column: number, rank: number) => number): Float64Array =>
    Float64Array.from(
      { length: columns },
      (_, column) => ranks.reduce((sum, rank) => sum + value(column, rank), 0) / ranks.length,
    );
  const factors = ratio(
    means((column, rank) => sorted[column]![rank]!),
    means((column, rank) => smooth[rank]![column]!),
  );
  const out = norm ? sinogram.data.map((value, i) => value / factors[i % columns]!) : sinogram.data.slice();
  detectStripes(factors, snr).forEach((stripe, column) => {
    if (!stripe) return;
    const { order } = sortedColumn({ ...sinogram, data: out }, column);
    order.forEach((angle, rank) => (out[angle * columns + column] = smooth[rank]![column]!));
  });
  return out;
}

export function deadReference(
  sinogram: Sinogram,
  { snr, sizePx, norm }: { snr: number; sizePx: number; norm: boolean },
): Float64Array {
  const { data, angles, columns } = sinogram;
  const value = (angle: number, column: number): number => data[mirrored(angle, angles) * columns + column]!;
  const roughness = Float64Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    let changes = false;
    for (let angle = 0; angle < angles; angle++) {
      let mean = 0;
      for (let near = angle - 5; near < angle + 5; near++) mean += value(near, column) / 10;
      sum += Math.abs(value(angle, column) - mean);
      changes ||= value(angle, column) !== value(0, column);
    }
    // what rounding leaves of a mean of equal values is no roughness
    return changes ? sum : 0;
  });
  const mask = detectStripes(ratio(roughness, medianFilter(roughness, sizePx)), snr);
  const dead = (column: number): boolean => mask[column] === 1 && column > 1 && column < columns - 2;
  const out = data.map((stored, i) => {
    const column = i % columns;
    if (!dead(column)) return stored;
    let [left, right] = [column, column];
    while (dead(left)) left--;
    while (dead(right)) right++;
    const [from, to] = [data[i - column + left]!, data[i - column + right]!];
    return from + ((to - from) * (column - left)) / (right - left);
  });
  return norm ? largeReference({ ...sinogram, data: out }, { snr, sizePx, dropRatio: 0.1, norm: true }) : out;
}
