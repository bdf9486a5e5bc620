import { detectStripes, ratio, ratioToMedian } from './detect-stripes.js';
import { mirrored, runningMedian } from './running-median.js';
import { ColumnSorter } from './sort-columns.js';

/** A sinogram by columns: [column][angle]. */
export interface ColumnStack {
  readonly data: Float32Array;
  readonly angles: number;
  readonly columns: number;
}

/** Ranks that are smoothed together: their lines over all columns stay in the cache. */
const ranksAtOnce = 16;

/** Vo's algorithm 3: sort each column, median over neighbouring columns rank by rank, put the values back where they came from. */
export function removeSorting(stack: ColumnStack, { sizePx }: { readonly sizePx: number }): void {
  const { data, angles, columns } = stack;
  const sorter = new ColumnSorter(angles);
  const places = new Uint16Array(angles > 65535 ? 0 : angles * columns);
  const order = places.length > 0 ? places : new Uint32Array(angles * columns);
  const sorted = new Float32Array(angles * columns);
  for (let column = 0; column < columns; column++) {
    sorter.sort(data, column * angles);
    sorted.set(sorter.sorted, column * angles);
    order.set(sorter.order, column * angles);
  }
  smoothRanks({ data: sorted, angles, columns }, sizePx);
  for (let column = 0; column < columns; column++) {
    const start = column * angles;
    for (let rank = 0; rank < angles; rank++) data[start + order[start + rank]!] = sorted[start + rank]!;
  }
}

/** Vo's algorithms 4 and 5: columns whose mean stands out are divided by it, and those of large stripes are equalised by sorting. */
export function removeLarge(
  stack: ColumnStack,
  { snr, sizePx, dropRatio, norm }: { snr: number; sizePx: number; dropRatio: number; norm: boolean },
): void {
  const { data, angles, columns } = stack;
  const sorter = new ColumnSorter(angles);
  const smooth = new Float32Array(angles * columns);
  const dropped = Math.floor(0.5 * Math.min(0.8, Math.max(0, dropRatio)) * angles);
  const meanOf = (values: Float32Array, start: number): number => {
    let sum = 0;
    for (let rank = start + dropped; rank < start + angles - dropped; rank++) sum += values[rank]!;
    return sum / (angles - 2 * dropped);
  };
  const means = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    sorter.sort(data, column * angles);
    means[column] = meanOf(sorter.sorted, 0);
    smooth.set(sorter.sorted, column * angles);
  }
  smoothRanks({ data: smooth, angles, columns }, sizePx);
  const factors = ratio(
    means,
    Float64Array.from({ length: columns }, (_, column) => meanOf(smooth, column * angles)),
  );
  const mask = detectStripes(factors, snr);
  for (let column = 0; column < columns; column++) {
    const start = column * angles;
    if (norm) for (let i = start; i < start + angles; i++) data[i]! /= factors[column]!;
    if (!mask[column]) continue;
    sorter.sort(data, start);
    for (let rank = 0; rank < angles; rank++) data[start + sorter.order[rank]!] = smooth[start + rank]!;
  }
}

/** Vo's algorithm 6: columns that hardly change or fluctuate along the angle are interpolated from their neighbours. */
export function removeDead(
  stack: ColumnStack,
  { snr, sizePx, norm }: { readonly snr: number; readonly sizePx: number; readonly norm: boolean },
): void {
  const roughness = Float64Array.from({ length: stack.columns }, (_, column) => roughnessOf(stack, column));
  const mask = detectStripes(ratioToMedian(roughness, sizePx), snr);
  mask.fill(0, 0, 2);
  mask.fill(0, Math.max(0, mask.length - 2));
  interpolateColumns(stack, mask);
  if (norm) removeLarge(stack, { snr, sizePx, dropRatio: 0.1, norm: true });
}

/** Dead, then large, then sorting: Vo's removal of all kinds of stripes. */
export function removeAll(
  stack: ColumnStack,
  { snr, largePx, smallPx }: { readonly snr: number; readonly largePx: number; readonly smallPx: number },
): void {
  removeDead(stack, { snr, sizePx: largePx, norm: true });
  removeSorting(stack, { sizePx: smallPx });
}

/** Running median over the columns of every rank, in place. */
export function smoothRanks({ data, angles, columns }: ColumnStack, sizePx: number): void {
  const lines = new Float32Array(ranksAtOnce * columns);
  const smooth = new Float32Array(columns);
  for (let first = 0; first < angles; first += ranksAtOnce) {
    const count = Math.min(ranksAtOnce, angles - first);
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < count; i++) lines[i * columns + column] = data[column * angles + first + i]!;
    }
    for (let i = 0; i < count; i++) {
      runningMedian(lines.subarray(i * columns, (i + 1) * columns), sizePx, smooth);
      lines.set(smooth, i * columns);
    }
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < count; i++) data[column * angles + first + i] = lines[i * columns + column]!;
    }
  }
}

/** Sum of |value - mean of ten neighbours along the angle|, mirrored at the ends; 0, not its rounding, where all values are equal. */
function roughnessOf({ data, angles }: ColumnStack, column: number): number {
  const start = column * angles;
  if (data.subarray(start, start + angles).every(value => value === data[start])) return 0;
  const at = (angle: number): number => data[start + mirrored(angle, angles)]!;
  let sum = 0;
  for (let angle = -5; angle < 5; angle++) sum += at(angle);
  let roughness = 0;
  for (let angle = 0; angle < angles; angle++) {
    roughness += Math.abs(data[start + angle]! - sum / 10);
    const [leaves, enters] = [angle - 5, angle + 5];
    sum += leaves >= 0 && enters < angles ? data[start + enters]! - data[start + leaves]! : at(enters) - at(leaves);
  }
  return roughness;
}

function interpolateColumns({ data, angles, columns }: ColumnStack, mask: Uint8Array): void {
  for (let column = 0; column < columns; column++) {
    if (!mask[column]) continue;
    let left = column;
    let right = column;
    while (mask[left]) left--;
    while (mask[right]) right++;
    const share = (column - left) / (right - left);
    for (let i = 0; i < angles; i++) {
      const from = data[left * angles + i]!;
      data[column * angles + i] = from + share * (data[right * angles + i]! - from);
    }
  }
}
