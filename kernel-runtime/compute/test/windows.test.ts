import { describe, expect, test } from '@jest/globals';
import { reconstructFourierSync, reconstructReference, type FilterName, type FourierJob } from '@daisy-lab/compute';

// The bodies share the table of a filter, so that they would agree on a wrong one: here the windows are written down once more.

/** Value of each window at `f`, a frequency as a fraction of where the window ends. */
const windows: Record<FilterName, (f: number) => number> = {
  ramp: () => 1,
  shepp: f => (f === 0 ? 1 : Math.sin((Math.PI * f) / 2) / ((Math.PI * f) / 2)),
  cosine: f => Math.cos((Math.PI * f) / 2),
  hamming: f => 0.54 + 0.46 * Math.cos(Math.PI * f),
  hann: f => Math.cos((Math.PI * f) / 2) ** 2,
  butterworth: f => 1 / Math.sqrt(1 + f ** 8),
};

/** pi times the integral of |k| window(2 k) spot(k) cos(2 pi k n) over all frequencies k of the detector, by the midpoint rule. */
function filteredSpot(name: FilterName, cutoff: number, n: number): number {
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const k = (0.5 * (i + 0.5)) / steps;
    const passes = name === 'butterworth' || 2 * k <= cutoff;
    // the transform of 1/4, 1/2, 1/4
    const spot = Math.cos(Math.PI * k) ** 2;
    if (passes) sum += k * windows[name]((2 * k) / cutoff) * spot * Math.cos(2 * Math.PI * k * n);
  }
  return (Math.PI * sum) / steps;
}

const bodies: [string, (job: FourierJob) => Float32Array][] = [
  ['reference', reconstructReference],
  ['fourier', reconstructFourierSync],
];

describe.each(bodies)('%s', (_name, reconstruct) => {
  // windows that fall to 0 where they end: what is cut off sharply rings over the whole detector
  test.each([
    ['ramp', 1],
    ['shepp', 1],
    ['hamming', 1],
    ['butterworth', 1],
    ['butterworth', 0.5],
    ['cosine', 1],
    ['cosine', 0.6],
    ['hann', 1],
    ['hann', 0.4],
  ] as const)('the window %s with cutoff %d makes of a single view what its formula says', (filter, cutoff) => {
    const columns = 129;
    const sinograms = new Float32Array(columns);
    sinograms.set([0.25, 0.5, 0.25], 63);
    const job = { sinograms, slices: 1, anglesRad: Float64Array.of(0), columns, axisPx: 64, filter, cutoff };
    const image = reconstruct(job);
    for (let n = 0; n <= 10; n++) {
      expect(Math.abs(image[50 * columns + 64 + n]! - filteredSpot(filter, cutoff, n))).toBeLessThan(3e-4);
    }
  });
});
