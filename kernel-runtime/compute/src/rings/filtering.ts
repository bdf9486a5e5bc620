import { fastLength, fftOf } from '../fft/fft.js';
import { removeSorting, type ColumnStack } from './vo.js';

/**
 * Vo's algorithm 2: the slow part of each column along the angle (a Gaussian of `sigma` frequencies) is treated by sorting, and the
 * fast part is added again.
 */
export function removeFiltering(stack: ColumnStack, { sigma, sizePx }: { sigma: number; sizePx: number }): void {
  const slow = { ...stack, data: slowColumns(stack, sigma) };
  const { data } = stack;
  for (let i = 0; i < data.length; i++) data[i]! -= slow.data[i]!;
  removeSorting(slow, { sizePx });
  for (let i = 0; i < data.length; i++) data[i]! += slow.data[i]!;
}

/** Entries that a line gets on both sides before its transform, mirrored about its end points. */
export function linePadding(length: number): { readonly before: number; readonly total: number } {
  const before = Math.min(150, Math.floor(0.1 * length));
  return { before, total: fastLength(length + 2 * before) };
}

/** Two columns at a time as one complex signal. */
function slowColumns({ data, angles, columns }: ColumnStack, sigma: number): Float32Array {
  const out = new Float32Array(data.length);
  const { before, total } = linePadding(angles);
  const weights = gaussianWeights(total, sigma);
  const fft = fftOf(total);
  const [re, im] = [new Float64Array(total), new Float64Array(total)];
  const sources = Int32Array.from({ length: total }, (_, i) => reflected(i - before, angles));
  for (let column = 0; column < columns; column += 2) {
    const [first, second] = [column * angles, Math.min(column + 1, columns - 1) * angles];
    for (let i = 0; i < total; i++) {
      re[i] = data[first + sources[i]!]!;
      im[i] = data[second + sources[i]!]!;
    }
    fft.forward(re, im);
    for (let k = 0; k < total; k++) {
      re[k]! *= weights[k]!;
      im[k]! *= weights[k]!;
    }
    fft.inverse(re, im);
    for (let i = 0; i < angles; i++) {
      out[first + i] = re[before + i]!;
      out[second + i] = second === first ? re[before + i]! : im[before + i]!;
    }
  }
  return out;
}

/** `exp(-k^2 / 2 sigma^2)` for the frequencies of a transform. */
export function gaussianWeights(length: number, sigma: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => Math.exp(-(Math.min(k, length - k) ** 2) / (2 * sigma * sigma)));
}

/** Mirrored about the end points (`c b | a b c | b a`). */
export function reflected(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}
