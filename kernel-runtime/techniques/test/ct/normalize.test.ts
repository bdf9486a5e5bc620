import { dirname, resolve } from 'node:path';
import { ndarray } from '@daisy-lab/core';
import { normalize } from '@daisy-lab/techniques/ct';
import { describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { readNpy, testWith } from './real-data.ts';
import { frames } from './worlds.ts';

const proj = frames('angle', [[[60, 20]], [[110, 10]]]);
const flats = frames('frame', [[[100, 90]], [[120, 110]]]);
const darks = frames('frame', [[[10, 0]]]);

describe('ct.normalize', () => {
  test('projections are divided by the beam, both without the dark counts', async () => {
    const { transmission, deadPixels } = await runBody(normalize, { proj, flats, darks });
    expect([...transmission.data]).toEqual([0.5, 0.2, 1, 0.1].map(Math.fround));
    expect(transmission.shape).toEqual([2, 1, 2]);
    expect(deadPixels).toBe(0);
  });

  test('a scan without dark fields is taken as dark 0', async () => {
    const { transmission } = await runBody(normalize, { proj, flats });
    expect([...transmission.data]).toEqual([60 / 110, 0.2, 1, 0.1].map(Math.fround));
  });

  test('the median of the flats passes over a zinger', async () => {
    const struck = frames('frame', [[[100, 50]], [[100, 50]], [[9000, 50]]]);
    const inputs = { proj: frames('angle', [[[50, 50]]]), flats: struck };
    const { transmission } = await runBody(normalize, inputs, { params: { average: 'median' } });
    expect([...transmission.data]).toEqual([0.5, 1]);
  });

  test('pixels without beam are dead: counted, and 1 at every angle even where they are NaN', async () => {
    const { transmission, deadPixels } = await runBody(normalize, {
      proj: frames('angle', [[[5, Number.NaN, 30]], [[7, 3, 30]]]),
      flats: frames('frame', [[[10, Number.NaN, 70]]]),
      darks: frames('frame', [[[10, 0, 10]]]),
    });
    expect(deadPixels).toBe(2);
    expect([...transmission.data]).toEqual([1, 1, 1 / 3, 1, 1, 1 / 3].map(Math.fround));
  });

  test('values below the smallest transmission are raised to it', async () => {
    const inputs = { proj: frames('angle', [[[0, 5]]]), flats, darks };
    const { transmission } = await runBody(normalize, inputs, { params: { clipBelow: 0.01 } });
    expect(transmission.data[0]).toBe(Math.fround(0.01));
  });

  test('NaN of a live pixel is refused with its number and first position', async () => {
    const damaged = frames('angle', [[[60, 20]], [[110, Number.NaN]], [[Number.NaN, Number.NaN]]]);
    await expect(runBody(normalize, { proj: damaged, flats, darks })).rejects.toMatchObject({
      tag: 'Data',
      message: '3 values of the projections are not numbers, the first at angle 1, row 0, column 1.',
      facts: { missing: 3, first: [1, 0, 1] },
    });
  });

  test('without flat fields the sentence says what to do', async () => {
    await expect(runBody(normalize, { proj })).rejects.toMatchObject({
      tag: 'ScanLayout',
      message: 'No flat fields were found, so the projections cannot be normalised.',
      action: expect.stringContaining('Choose a dataset of flat fields'),
    });
  });

  test('flat fields of another size are refused', async () => {
    const narrow = frames('frame', [[[100]]]);
    await expect(runBody(normalize, { proj, flats: narrow, darks })).rejects.toMatchObject({
      tag: 'ScanLayout',
      message: 'A flat field has 1 x 1 pixels, a projection 1 x 2.',
    });
  });

  // TomoPy keeps the result but not the counts; they were whole numbers, so the result gives them back
  testWith('ct/tomopy_reference/normalize.npy', 'TomoPy normalises the same counts to the same values', async path => {
    const expected = readNpy(path);
    const fields = (name: string) => {
      const { data, shape } = readNpy(resolve(dirname(path), name));
      return ndarray(Int32Array.from(data), shape, ['frame', 'row', 'column']);
    };
    const [flats, darks] = [fields('flat.npy'), fields('dark.npy')];
    const [flat, dark] = [flats.data[0]!, darks.data[0]!];
    const counts = Uint16Array.from(expected.data, value => Math.round(value * (flat - dark) + dark));
    const proj = ndarray(counts, expected.shape, ['angle', 'row', 'column']);
    const { transmission } = await runBody(normalize, { proj, flats, darks });
    const worst = transmission.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - Math.max(1e-6, expected.data[i]!))),
      0,
    );
    expect(worst).toBeLessThan(1e-7);
  });
});
