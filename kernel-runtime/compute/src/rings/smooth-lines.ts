import { fastLength, fftOf } from '../fft/fft.js';

/** Lines of an array: `lines` of them, `lineStride` apart, each of `length` entries that lie `stride` apart. */
interface Lines {
  readonly lines: number;
  readonly lineStride: number;
  readonly length: number;
  readonly stride: number;
}

/** Smooths lines by a Gaussian of `sigma` frequencies, two at a time as one complex signal. */
export function smoothLines(
  data: Float32Array | Float64Array,
  { lines, lineStride, length, stride }: Lines,
  sigma: number,
): void {
  const { before, total } = linePadding(length);
  const weights = gaussianWeights(total, sigma);
  const fft = fftOf(fastLength(total));
  const [re, im] = [new Float64Array(total), new Float64Array(total)];
  const sources = Int32Array.from({ length: total }, (_, i) => reflected(i - before, length) * stride);
  for (let line = 0; line < lines; line += 2) {
    const [first, second] = [line * lineStride, Math.min(line + 1, lines - 1) * lineStride];
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
    for (let i = 0; i < length; i++) {
      data[first + i * stride] = re[before + i]!;
      if (second !== first) data[second + i * stride] = im[before + i]!;
    }
  }
}

/** Entries that a line gets on both sides before its transform, mirrored about its end points. */
export function linePadding(length: number): { readonly before: number; readonly total: number } {
  const before = Math.min(150, Math.floor(0.1 * length));
  return { before, total: fastLength(length + 2 * before) };
}

/** `exp(-k^2 / 2 sigma^2)` for the frequencies of a transform. */
function gaussianWeights(length: number, sigma: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => Math.exp(-(Math.min(k, length - k) ** 2) / (2 * sigma * sigma)));
}

/** Mirrored about the end points (`c b | a b c | b a`). */
export function reflected(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}
