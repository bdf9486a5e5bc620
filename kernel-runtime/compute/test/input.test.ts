import { expect, test } from '@jest/globals';
import { reconstructFourier, reconstructFourierSync, reconstructReference, type FourierJob } from '@daisy-lab/compute';
import { bodyJob, stack } from './phantoms.ts';

const good = bodyJob(32, 40);

const refused: [string, Partial<FourierJob>, string][] = [
  [
    'an angle that is NaN',
    { anglesRad: good.anglesRad.map((angle, p) => (p === 7 ? Number.NaN : angle)) },
    'anglesRad',
  ],
  ['an infinite angle', { anglesRad: good.anglesRad.map((angle, p) => (p === 7 ? Infinity : angle)) }, 'anglesRad'],
  ['no angles', { anglesRad: new Float64Array(0), sinograms: new Float32Array(0) }, 'angles'],
  ['zero columns', { columns: 0, sinograms: new Float32Array(0) }, 'columns'],
  ['a fraction of a column', { columns: 31.5 }, 'columns'],
  ['no slices', { slices: 0, sinograms: new Float32Array(0) }, 'slices'],
  ['a sinogram that is too short', { sinograms: good.sinograms.subarray(1) }, 'sinograms'],
  [
    'a sinogram that is too long',
    { slices: 2, sinograms: stack(good.sinograms, good.sinograms, good.sinograms) },
    'sinograms',
  ],
  ['an axis that is NaN', { axisPx: Number.NaN }, 'axisPx'],
  ['an axis far from the detector', { axisPx: 500 }, 'axisPx'],
  ['too few axes', { slices: 2, sinograms: stack(good.sinograms, good.sinograms), axisPx: [16] }, 'axisPx'],
  ['an unknown filter', { filter: 'parzen' as FourierJob['filter'] }, 'filter'],
  ['an unknown quality', { quality: 'best' as FourierJob['quality'] & string }, 'quality'],
  ['a circle without pixels', { circleMask: 0 }, 'circleMask'],
];

test.each(refused)('%s is refused', async (_name, change, field) => {
  const job = { ...good, ...change };
  const error = expect.objectContaining({ tag: 'Input', facts: expect.objectContaining({ field }) });
  expect(() => reconstructFourierSync(job)).toThrow(error as unknown as Error);
  expect(() => reconstructReference(job)).toThrow(error as unknown as Error);
  await expect(reconstructFourier(job)).rejects.toEqual(error);
});

test.each([Number.NaN, Infinity, -Infinity])(
  'a sample that is %p is refused with the number of its slice',
  async value => {
    for (const at of [0, 5, 31, 40 * 32 - 1]) {
      const broken = good.sinograms.slice();
      broken[at] = value;
      const slots = Array.from({ length: 11 }, (_, slice) => (slice === 9 ? broken : good.sinograms));
      const job = { ...good, slices: 11, sinograms: stack(...slots) };
      const error = expect.objectContaining({ tag: 'Data', facts: { slices: [9] } });
      expect(() => reconstructFourierSync(job)).toThrow(error as unknown as Error);
      await expect(reconstructFourier(job)).rejects.toEqual(error);
    }
    expect(reconstructFourierSync(good).every(Number.isFinite)).toBe(true);
  },
);

test('a slice too large for one memory is refused before anything is allocated', () => {
  const columns = 20000;
  const anglesRad = new Float64Array(10000);
  const sinograms = { length: columns * anglesRad.length } as Float32Array;
  expect(() => reconstructFourierSync({ ...good, columns, anglesRad, sinograms, axisPx: 10000 })).toThrow(
    expect.objectContaining({ tag: 'Resource' }) as unknown as Error,
  );
});
