import { describe, expect, test } from '@jest/globals';
import { filterNames, reconstructFourierSync, reconstructReference, type FourierJob } from '@daisy-lab/compute';
import { body, bodyJob, evenAngles, relativeError, ringMeans, sinogram, stack } from './phantoms.ts';

const bodies: [string, (job: FourierJob) => Float32Array][] = [
  ['reference', job => reconstructReference(job, { oversampling: 8 })],
  ['fourier', reconstructFourierSync],
];

describe.each(bodies)('%s', (_name, reconstruct) => {
  test.each([255, 256, 500])('a uniform disc keeps its attenuation at every radius, %i columns', columns => {
    const anglesRad = evenAngles(Math.round((columns * Math.PI) / 2));
    const axisPx = columns / 2 - 0.3;
    const radius = 0.465 * columns;
    const sinograms = sinogram([{ radius }], columns, anglesRad, axisPx);
    const image = reconstruct({ sinograms, slices: 1, anglesRad, columns, axisPx, filter: 'ramp' });
    for (const mean of ringMeans(image, columns, radius)) expect(Math.abs(mean - 1)).toBeLessThan(0.005);
  });

  test('a point lies where the conventions say', () => {
    const columns = 64;
    const anglesRad = evenAngles(100);
    const sinograms = sinogram([{ radius: 2.5, x: 12, y: -7 }], columns, anglesRad, 30.25);
    const image = reconstruct({ sinograms, slices: 1, anglesRad, columns, axisPx: 30.25, filter: 'hann' });
    expect(image.indexOf(Math.max(...image))).toBe((32 - 7) * columns + 32 + 12);
  });

  test('a single view gives the filtered projection, smeared along its rays', () => {
    const sinograms = new Float32Array(65);
    // without the highest frequency, which has no phase between columns
    sinograms.set([0.25, 0.5, 0.25], 31);
    const anglesRad = Float64Array.of(0);
    const image = reconstruct({ sinograms, slices: 1, anglesRad, columns: 65, axisPx: 32, filter: 'ramp' });
    // pi times the samples of the band-limited ramp: 1/4, -1 / (pi n)^2 at odd n, 0 at even ones
    const ramp = (n: number): number => (n === 0 ? Math.PI / 4 : n % 2 === 0 ? 0 : -1 / (Math.PI * n * n));
    const wanted = (n: number): number => ramp(n - 1) / 4 + ramp(n) / 2 + ramp(n + 1) / 4;
    for (const y of [20, 32, 45])
      for (let n = -8; n <= 8; n++) expect(Math.abs(image[y * 65 + 32 + n]! - wanted(n))).toBeLessThan(3e-4);
  });

  test('angles over 360 degrees give the same slice as over 180', () => {
    const half = bodyJob(65, 120, { axisPx: 32, sinograms: sinogram(body(65), 65, evenAngles(120), 32) });
    const anglesRad = evenAngles(240, 2 * Math.PI);
    const sinograms = stack(half.sinograms, turned(half));
    const whole = reconstruct({ ...half, anglesRad, sinograms });
    expect(relativeError(whole, reconstruct(half), 65)).toBeLessThan(1e-4);
  });

  test('the circle keeps its inside and clears its outside', () => {
    const job = bodyJob(65, 90);
    const [all, masked] = [reconstruct(job), reconstruct({ ...job, circleMask: 0.8 })];
    masked.forEach((value, i) => {
      const inside = Math.hypot((i % 65) - 32, Math.floor(i / 65) - 32) <= 0.4 * 65;
      expect(value).toBe(inside ? all[i] : 0);
    });
  });
});

/** The projections of the same object over the other half turn. */
function turned({ columns, anglesRad, axisPx }: FourierJob): Float32Array {
  return sinogram(
    body(columns),
    columns,
    anglesRad.map(angle => angle + Math.PI),
    axisPx as number,
  );
}

describe('fourier against the reference', () => {
  test.each(filterNames)('filter %s', filter => {
    const job = bodyJob(256, 402, { filter });
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), 256)).toBeLessThan(5e-4);
  });

  test.each([
    ['fast', 5e-4],
    ['standard', 2e-4],
    ['precise', 1e-4],
  ] as const)('quality %s at an odd width', (quality, tolerance) => {
    const job = bodyJob(255, 402, { quality });
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), 255)).toBeLessThan(tolerance);
  });

  test.each([3, 4, 5, 17, 30, 31, 33, 63, 100, 127, 160])('%i columns', columns => {
    const job = bodyJob(columns, 2 * columns + 1, { axisPx: columns / 2 - 0.7 });
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), columns)).toBeLessThan(5e-4);
  });

  test('uneven, unsorted and negative angles', () => {
    const anglesRad = Float64Array.from(
      { length: 150 },
      (_, p) => ((p * 67) % 150) * (Math.PI / 150) - 1 + 0.01 * Math.sin(p),
    );
    const job = bodyJob(96, 150, { anglesRad });
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), 96)).toBeLessThan(5e-4);
  });

  test('the reference interpolates ten times better than it is asked to', () => {
    const job = bodyJob(96, 150);
    const finest = reconstructReference(job, { oversampling: 256 });
    expect(relativeError(reconstructReference(job), finest, 96)).toBeLessThan(5e-5);
  });
});

describe('slices of a batch', () => {
  const columns = 60;
  const one = bodyJob(columns, 90);
  const pixels = columns * columns;
  const slice = (images: Float32Array, index: number): Float32Array =>
    images.slice(index * pixels, (index + 1) * pixels);

  test('an empty slice beside a full one stays empty', () => {
    const empty = new Float32Array(one.sinograms.length);
    const slots = [one.sinograms, empty, empty, empty, empty];
    const images = reconstructFourierSync({ ...one, slices: 5, sinograms: stack(...slots) });
    expect(Math.max(...slice(images, 1).map(Math.abs))).toBe(0);
    expect(Math.max(...slice(images, 4).map(Math.abs))).toBeLessThan(2e-6); // shares a lane with the full one
  });

  test('more slices than one batch come out in order', () => {
    const slices = 19;
    const scaled = Array.from({ length: slices }, (_, i) => one.sinograms.map(value => value * (i + 1)));
    const images = reconstructFourierSync({ ...one, slices, sinograms: stack(...scaled) });
    const expected = reconstructFourierSync(one);
    for (let i = 0; i < slices; i++) {
      const image = slice(images, i).map(value => value / (i + 1));
      expect(relativeError(image, expected, columns)).toBeLessThan(1e-5);
    }
  });

  test('projections in the order of a detector give the same slices', () => {
    const slices = 3;
    const scaled = Array.from({ length: slices }, (_, i) => one.sinograms.map(value => value * (i + 1)));
    const projections = new Float32Array(slices * one.sinograms.length);
    scaled.forEach((sino, s) => {
      for (let p = 0; p < 90; p++)
        projections.set(sino.subarray(p * columns, (p + 1) * columns), (p * slices + s) * columns);
    });
    for (const [, reconstruct] of bodies) {
      const bySlice = reconstruct({ ...one, slices, sinograms: stack(...scaled) });
      const byAngle = reconstruct({ ...one, slices, sinograms: projections, layout: 'projections' });
      expect(byAngle).toEqual(bySlice);
    }
  });

  test('an axis for each slice gives what separate runs give', () => {
    const axes = [30.8, 31, 29.25, 30.8, 28, 33.5, 30.8];
    const sinograms = stack(...axes.map(() => one.sinograms));
    for (const [, reconstruct] of bodies) {
      const images = reconstruct({ ...one, slices: axes.length, sinograms, axisPx: axes });
      axes.forEach((axisPx, i) => {
        const alone = reconstruct({ ...one, axisPx });
        expect(relativeError(slice(images, i), alone, columns)).toBeLessThan(1e-6);
      });
    }
  });

  test('a filter for each slice gives what separate runs give, with one axis or several', () => {
    const filter = ['ramp', 'hann', 'ramp', 'shepp', 'hann', 'cosine', 'ramp'] as const;
    const sinograms = stack(...filter.map(() => one.sinograms));
    for (const axisPx of [30.8, filter.map((_, i) => (i === 4 ? 29 : 30.8))]) {
      for (const [, reconstruct] of bodies) {
        const images = reconstruct({ ...one, slices: filter.length, sinograms, axisPx, filter });
        filter.forEach((name, i) => {
          const axis = typeof axisPx === 'number' ? axisPx : axisPx[i]!;
          const alone = reconstruct({ ...one, axisPx: axis, filter: name });
          expect(relativeError(slice(images, i), alone, columns)).toBeLessThan(1e-6);
        });
      }
    }
  });

  test('moving the data and the axis together moves nothing', () => {
    const anglesRad = evenAngles(90);
    const at = (axisPx: number): Float32Array =>
      reconstructFourierSync({
        ...one,
        axisPx,
        sinograms: sinogram([{ radius: 12, x: 5, y: 3 }], columns, anglesRad, axisPx),
      });
    expect(relativeError(at(33), at(30), columns)).toBeLessThan(1e-5);
  });
});
