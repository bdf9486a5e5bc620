import { fftOf } from '@daisy-lab/compute';
import type { HalfTurn } from './half-turn.js';

/**
 * The sinogram, one full turn long with an empty second half, transformed along the angle: column by column the complex amplitude
 * of each angular frequency kept, re and im as [frequency][column].
 */
export interface AngularSpectrum {
  readonly frequencies: readonly number[];
  readonly columns: number;
  /** Detector pixels per column of this spectrum. */
  readonly binPx: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Weight of each frequency: the Gaussian that stands for smoothing the sinogram over neighbouring angles. */
  readonly weights: Float64Array;
  /** `exp(-i pi v (angles - 1) / angles)`: turns the conjugate amplitude into that of the sinogram run backwards. */
  readonly backwards: { readonly re: Float64Array; readonly im: Float64Array };
}

/** Width of the smoothing over the angle, in projections: beyond it there is more noise than sample. */
const smoothingSigma = 2;
/** The slowest angular frequencies carry the stripes of faulty detector columns, so they are left out. */
const slowestShare = 0.05;

/** Bins the columns and transforms them along the angle. At most `maxFrequencies` are kept, spread evenly. */
export function angularSpectrum(halfTurn: HalfTurn, binPx: number, maxFrequencies: number): AngularSpectrum {
  const { angles } = halfTurn;
  const columns = Math.floor(halfTurn.columns / binPx);
  const binned = binColumns(halfTurn, binPx, columns);
  const frequencies = frequenciesFor(angles, maxFrequencies);
  const re = new Float64Array(frequencies.length * columns);
  const im = new Float64Array(frequencies.length * columns);
  const turn = 2 * angles;
  const fft = fftOf(turn);
  const a = new Float64Array(turn);
  const b = new Float64Array(turn);
  // two real columns travel as one complex signal
  for (let x = 0; x < columns; x += 2) {
    const second = x + 1 < columns;
    for (let i = 0; i < angles; i++) {
      a[i] = binned[i * columns + x]!;
      b[i] = second ? binned[i * columns + x + 1]! : 0;
    }
    a.fill(0, angles);
    b.fill(0, angles);
    fft.forward(a, b);
    frequencies.forEach((v, k) => {
      const [ar, ai, br, bi] = [a[v]!, b[v]!, a[turn - v]!, b[turn - v]!];
      re[k * columns + x] = (ar + br) / 2;
      im[k * columns + x] = (ai - bi) / 2;
      if (!second) return;
      re[k * columns + x + 1] = (ai + bi) / 2;
      im[k * columns + x + 1] = (br - ar) / 2;
    });
  }
  const phase = (v: number): number => (-Math.PI * v * (angles - 1)) / angles;
  return {
    frequencies,
    columns,
    binPx,
    re,
    im,
    weights: Float64Array.from(frequencies, v => weightOf(v, angles)),
    backwards: {
      re: Float64Array.from(frequencies, v => Math.cos(phase(v))),
      im: Float64Array.from(frequencies, v => Math.sin(phase(v))),
    },
  };
}

function binColumns({ sinogram, angles, columns }: HalfTurn, binPx: number, kept: number): Float64Array {
  if (binPx === 1) return sinogram;
  const binned = new Float64Array(angles * kept);
  for (let i = 0; i < angles; i++) {
    for (let x = 0; x < kept * binPx; x++)
      binned[i * kept + Math.floor(x / binPx)]! += sinogram[i * columns + x]! / binPx;
  }
  return binned;
}

function frequenciesFor(angles: number, maxFrequencies: number): readonly number[] {
  const slowest = Math.max(2, Math.min(20, Math.ceil(slowestShare * 2 * angles)));
  const fastest = Math.max(slowest + 1, Math.floor(angles / 2));
  const step = Math.max(1, Math.ceil((fastest - slowest) / maxFrequencies));
  // odd and even frequencies see the seam between the two halves differently: keep both
  const stride = step % 2 === 0 ? step + 1 : step;
  return Array.from({ length: Math.ceil((fastest - slowest) / stride) }, (_, i) => slowest + i * stride);
}

function weightOf(v: number, angles: number): number {
  return Math.exp(-0.5 * ((Math.PI * v * smoothingSigma) / angles) ** 2);
}
