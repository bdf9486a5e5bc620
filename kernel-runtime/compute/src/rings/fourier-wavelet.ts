import { addColumns, addRows, analyseColumns, analyseRows, coefficients, emptyBand, type Band } from './dwt.js';
import type { Sinogram, StripeOptions } from './stripe-options.js';
import { filterBank } from './wavelet-filters.js';

type Options = Extract<StripeOptions, { method: 'fourierWavelet' }>;

/**
 * Fourier-wavelet filter (Münch): what is slow along the angle in the bands that are slow along the angle and fast along the
 * columns is a stripe. The transform is linear and gives itself back, so only that part is followed through it and subtracted.
 */
export function removeFourierWavelet(sinogram: Sinogram<Float32Array>, options: Options): void {
  const { data, angles, columns } = sinogram;
  const padding = options.pad ? Math.floor((angles + Math.floor(angles / 8) - angles) / 2) : 0;
  const padded = emptyBand(options.pad ? angles + Math.floor(angles / 8) : angles, columns);
  padded.data.set(data, padding * columns);
  const stripes = stripesOf(padded, levelsOf(sinogram, options), options);
  const start = padding * columns;
  for (let i = 0; i < data.length; i++) data[i]! -= stripes.data[start + i]!;
}

/** Where the bands would become as coarse as the object, its projections change with the stripes: so many levels stay below. */
export function levelsOf({ columns }: Pick<Sinogram, 'columns'>, { levels }: Options): number {
  return levels ?? Math.min(5, Math.max(1, Math.ceil(Math.log2(columns)) - 5));
}

function stripesOf(sinogram: Band, levels: number, { wavelet, sigma }: Options): Band {
  const bank = filterBank(wavelet);
  const taps = bank.low.length;
  const details: Band[] = [];
  const sizes: Band[] = [];
  let smooth = sinogram;
  for (let level = 0; level < levels; level++) {
    sizes.push(smooth);
    const slow = analyseColumns(smooth, bank.low);
    details.push(slowPart(analyseRows(slow, bank.high), sigma));
    smooth = analyseRows(slow, bank.low);
  }
  let stripes: Band | undefined;
  for (let level = levels - 1; level >= 0; level--) {
    const { rows, columns } = sizes[level]!;
    const across = emptyBand(coefficients(rows, taps), columns);
    addRows(details[level]!, bank.highBack, across);
    if (stripes) addRows(stripes, bank.lowBack, across);
    stripes = emptyBand(rows, columns);
    addColumns(across, bank.lowBack, stripes);
  }
  return stripes ?? emptyBand(sinogram.rows, sinogram.columns);
}

/**
 * Each column filtered by `exp(-y^2 / 2 sigma^2)`. Frequencies are counted between the bins where their number is even, as the
 * field's programs do; the real part of the result sees the mean of both signs.
 */
export function slowWeight(k: number, length: number, sigma: number): number {
  const damped = (y: number): number => Math.exp(-(y * y) / (2 * sigma * sigma));
  if (length % 2 === 1) return damped(k);
  return 2 * k === length ? damped(k - 0.5) : (damped(k + 0.5) + damped(k - 0.5)) / 2;
}

/** The few frequencies that are left are summed one by one: cheaper than a transform of a length that may be prime. */
function slowPart({ data, rows, columns }: Band, sigma: number): Band {
  const out = emptyBand(rows, columns);
  const cos = new Float64Array(columns);
  const sin = new Float64Array(columns);
  const highest = Math.min(rows >> 1, Math.ceil(6.5 * sigma + 1));
  for (let k = 0; k <= highest; k++) {
    const weight = (slowWeight(k, rows, sigma) * (k === 0 || 2 * k === rows ? 1 : 2)) / rows;
    cos.fill(0);
    sin.fill(0);
    for (let row = 0; row < rows; row++) {
      const [c, s] = waveAt(k, row, rows);
      const from = row * columns;
      for (let x = 0; x < columns; x++) {
        const value = data[from + x]!;
        cos[x]! += c * value;
        sin[x]! += s * value;
      }
    }
    for (let row = 0; row < rows; row++) {
      const [c, s] = waveAt(k, row, rows);
      const to = row * columns;
      for (let x = 0; x < columns; x++) out.data[to + x]! += weight * (c * cos[x]! + s * sin[x]!);
    }
  }
  return out;
}

function waveAt(k: number, row: number, rows: number): readonly [number, number] {
  const angle = (2 * Math.PI * ((k * row) % rows)) / rows;
  return [Math.cos(angle), Math.sin(angle)];
}
