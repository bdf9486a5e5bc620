import { radicesOf } from '../fourier/sizes.js';

/** Bytes of the plan of a transform of four lanes (assembly/fft.ts). */
export function lanePlanBytes(length: number): number {
  return 8 + 8 * radicesOf(length).length + 8 * length * 2;
}

/** Writes a plan at an address: length, passes, then radix and twiddle address of each, then the twiddles. */
export function writeLanePlan(buffer: ArrayBuffer, at: number, length: number): void {
  const radices = radicesOf(length);
  const header = new Uint32Array(buffer, at, 2 + 2 * radices.length);
  header[0] = length;
  header[1] = radices.length;
  let address = at + header.byteLength;
  let rest = length;
  radices.forEach((radix, pass) => {
    const groups = rest / radix;
    const twiddles = new Float32Array(buffer, address, groups * (radix - 1) * 2);
    for (let p = 0, i = 0; p < groups; p++) {
      for (let k = 1; k < radix; k++) {
        const angle = (2 * Math.PI * p * k) / rest;
        twiddles[i++] = Math.cos(angle);
        twiddles[i++] = Math.sin(angle);
      }
    }
    header[2 + 2 * pass] = radix;
    header[3 + 2 * pass] = address;
    address += twiddles.byteLength;
    rest = groups;
  });
}

/** The smallest length >= `atLeast` that such a plan can have: a multiple of 32 with factors 2, 3 and 5. */
export function laneLength(atLeast: number): number {
  for (let units = Math.max(1, Math.ceil(atLeast / 32)); ; units++) {
    let rest = units;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return 32 * units;
  }
}
