import { memoryScan, read, simulateScan } from '@daisy-lab/techniques/ct';
import { describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';

const { arrays, anglesRad } = simulateScan({ columns: 32, rows: 6, angles: 20, flatFrames: 2, darkFrames: 1 });
const scan = memoryScan(arrays, anglesRad);

describe('ct.read', () => {
  test('gives a band of rows of all frames, as stored', async () => {
    const { proj, flats, darks } = await runBody(read, { scan }, { params: { firstRow: 2, endRow: 4 } });
    expect([proj.shape, flats!.shape, darks!.shape, proj.dtype]).toEqual([
      [20, 2, 32],
      [2, 2, 32],
      [1, 2, 32],
      'uint16',
    ]);
    expect(proj.data[32]).toBe(arrays.projections.data[3 * 32]);
  });

  test('leaves out fields that the scan does not have', async () => {
    const bare = memoryScan({ ...arrays, flats: null, darks: null }, anglesRad);
    const { flats, darks } = await runBody(read, { scan: bare });
    expect([flats, darks]).toEqual([undefined, undefined]);
  });

  test.each([
    [{ firstRow: 6 }, 'Rows 6 to 6 are not on the detector, which has rows 0 to 6.'],
    [{ endRow: 7 }, 'Rows 0 to 7 are not on the detector, which has rows 0 to 6.'],
    [{ firstRow: 3, endRow: 3 }, 'Rows 3 to 3 are not on the detector, which has rows 0 to 6.'],
  ])('rows off the detector are refused: %j', async (params, message) => {
    await expect(runBody(read, { scan }, { params })).rejects.toMatchObject({ tag: 'Input', message });
  });

  test('one angle too few is refused', async () => {
    const short = memoryScan(arrays, anglesRad.slice(1));
    await expect(runBody(read, { scan: short })).rejects.toMatchObject({
      tag: 'ScanLayout',
      message: 'There are 20 projections but 19 angles.',
    });
  });
});
