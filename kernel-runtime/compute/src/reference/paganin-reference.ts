import { fftOf } from '../fft/fft.js';
import {
  mirroredTerms,
  paddedFrame,
  paganinScale,
  paganinTerms,
  type PaganinOptions,
} from '../phase/paganin-filter.js';

/** -ln of one frame divided by the filter's denominator in Fourier space, float64 throughout. */
export function paganinReference(
  frame: Float32Array,
  rows: number,
  columns: number,
  options: PaganinOptions,
): Float64Array {
  const { rows: m, columns: n, top, left } = paddedFrame(rows, columns, options);
  const re = new Float64Array(m * n);
  const im = new Float64Array(m * n);
  const inside = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  for (let y = 0; y < m; y++) {
    for (let x = 0; x < n; x++) re[y * n + x] = frame[inside(y - top, rows) * columns + inside(x - left, columns)]!;
  }
  transform2d(re, im, m, n, 'forward');
  const [along, across] = [paganinTerms(m, options), paganinTerms(n, options)];
  const [opposite, reversed] = [mirroredTerms(along), mirroredTerms(across)];
  const scale = paganinScale(along, across);
  for (let y = 0; y < m; y++) {
    for (let x = 0; x < n; x++) {
      const [here, there] = [1 + along[y]! + across[x]!, 1 + opposite[y]! + reversed[x]!];
      const factor = (scale / here + scale / there) / 2;
      re[y * n + x]! *= factor;
      im[y * n + x]! *= factor;
    }
  }
  transform2d(re, im, m, n, 'inverse');
  return Float64Array.from(
    { length: rows * columns },
    (_, i) => -Math.log(re[(Math.floor(i / columns) + top) * n + (i % columns) + left]!),
  );
}

function transform2d(
  re: Float64Array,
  im: Float64Array,
  rows: number,
  columns: number,
  way: 'forward' | 'inverse',
): void {
  const alongRows = fftOf(columns);
  for (let y = 0; y < rows; y++) {
    const [from, to] = [y * columns, (y + 1) * columns];
    alongRows[way](re.subarray(from, to), im.subarray(from, to));
  }
  const alongColumns = fftOf(rows);
  const [a, b] = [new Float64Array(rows), new Float64Array(rows)];
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      a[y] = re[y * columns + x]!;
      b[y] = im[y * columns + x]!;
    }
    alongColumns[way](a, b);
    for (let y = 0; y < rows; y++) {
      re[y * columns + x] = a[y]!;
      im[y * columns + x] = b[y]!;
    }
  }
}
