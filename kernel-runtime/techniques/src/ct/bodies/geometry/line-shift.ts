import { fastLength, fftOf } from '@daisy-lab/compute';

/**
 * How far the lines of `moved` lie right of those of `fixed`, by cross-correlation summed over all lines; parts of a pixel by a parabola.
 *
 * @param lines both as [line][place]
 */
export function lineShift(moved: Float32Array, fixed: Float32Array, places: number, largest: number): number {
  const length = fastLength(2 * places);
  const fft = fftOf(length);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  const crossRe = new Float64Array(length);
  const crossIm = new Float64Array(length);
  for (let start = 0; start < moved.length; start += places) {
    re.fill(0);
    im.fill(0);
    putCentred(moved, start, places, re);
    putCentred(fixed, start, places, im);
    fft.forward(re, im);
    // the two real lines travelled as one complex signal: A conj(B)
    for (let k = 0; k < length; k++) {
      const m = (length - k) % length;
      const [ar, ai] = [re[k]! + re[m]!, im[k]! - im[m]!];
      const [br, bi] = [im[k]! + im[m]!, re[m]! - re[k]!];
      crossRe[k]! += ar * br + ai * bi;
      crossIm[k]! += ai * br - ar * bi;
    }
  }
  fft.inverse(crossRe, crossIm);
  const at = (shift: number): number => crossRe[(shift + 2 * length) % length]!;
  const reach = Math.min(places - 1, Math.ceil(largest));
  let best = 0;
  for (let shift = -reach; shift <= reach; shift++) if (at(shift) > at(best)) best = shift;
  const bend = 2 * at(best) - at(best - 1) - at(best + 1);
  const part = bend > 0 ? (at(best + 1) - at(best - 1)) / (2 * bend) : 0;
  return Math.max(-largest, Math.min(largest, best + Math.max(-0.5, Math.min(0.5, part))));
}

/** The line between both ends is taken off: a step at the ends, which do not move, would pull the peak to 0. */
function putCentred(lines: Float32Array, start: number, places: number, into: Float64Array): void {
  const taken = Math.min(3, places);
  let [left, right] = [0, 0];
  for (let i = 0; i < taken; i++) {
    left += lines[start + i]! / taken;
    right += lines[start + places - 1 - i]! / taken;
  }
  const slope = (right - left) / Math.max(1, places - 1);
  for (let i = 0; i < places; i++) into[i] = lines[start + i]! - left - slope * i;
}
