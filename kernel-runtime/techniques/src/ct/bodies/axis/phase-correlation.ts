import { fastLength, fftOf } from '@daisy-lab/compute';
import type { Sinogram } from './bin-sinogram.js';
import { confidenceOf, vertex, type AxisFound } from './curve.js';
import { oppositePairs } from './opposite-views.js';

/** Exponent of the magnitude that is divided out: 1 is pure phase correlation, which follows noise; 0 plain correlation. */
const whitening = 0.7;
/** Frequencies above this share of the Nyquist frequency hold more noise than sample. */
const kept = 0.6;

/**
 * The axis from the shift between each view and the mirrored view half a turn later, by phase correlation: the shift is
 * 2 axis - (columns - 1). Fast, and right to about a quarter of a pixel when the whole sample is in view.
 *
 * @throws DaisyError `Data` when no two angles are half a turn apart.
 * @see C. D. Kuglin and D. C. Hines, Proc. Int. Conf. Cybernetics and Society (1975) 163
 */
export function axisByPhaseCorrelation(sinogram: Sinogram, searchPx: number): AxisFound {
  const { data, anglesRad, columns } = sinogram;
  const length = fastLength(2 * columns);
  const fft = fftOf(length);
  const cross = { re: new Float64Array(length), im: new Float64Array(length) };
  for (const { here, opposite } of oppositePairs(anglesRad)) {
    // view and mirror travel as one complex signal
    const re = new Float64Array(length);
    const im = new Float64Array(length);
    for (let x = 0; x < columns; x++) {
      re[x] = data[here * columns + x]!;
      im[x] = data[opposite * columns + columns - 1 - x]!;
    }
    fft.forward(re, im);
    addCrossPower(re, im, cross);
  }
  for (let k = 0; k < length; k++) {
    const size = Math.hypot(cross.re[k]!, cross.im[k]!) ** whitening;
    const inside = Math.min(k, length - k) <= (kept * length) / 2 && size > 0 ? 1 / size : 0;
    cross.re[k]! *= inside;
    cross.im[k]! *= inside;
  }
  fft.inverse(cross.re, cross.im);
  const reach = Math.min(Math.floor(2 * searchPx), columns - 1);
  const shifts = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const peak = Math.max(...shifts.map(shift => cross.re[(shift + length) % length]!)) || 1;
  const curve = {
    candidatesPx: shifts.map(shift => (columns - 1 + shift) / 2),
    scores: shifts.map(shift => 1 - cross.re[(shift + length) % length]! / peak),
  };
  return { ...curve, axisPx: vertex(curve), confidence: confidenceOf(curve) };
}

/** From the transform of a + i b: A conj(B), added to `cross`. */
function addCrossPower(re: Float64Array, im: Float64Array, cross: { re: Float64Array; im: Float64Array }): void {
  const length = re.length;
  for (let k = 0; k < length; k++) {
    const m = (length - k) % length;
    const ar = (re[k]! + re[m]!) / 2;
    const ai = (im[k]! - im[m]!) / 2;
    const br = (im[k]! + im[m]!) / 2;
    const bi = (re[m]! - re[k]!) / 2;
    cross.re[k]! += ar * br + ai * bi;
    cross.im[k]! += ai * br - ar * bi;
  }
}
