import { disc, drawEllipses, halfTurnAngles, projectEllipses, recon, type Ellipse } from '@daisy-lab/techniques/ct';
import { expect, test } from '@jest/globals';
import { describeImplementations } from '../describe-implementations.ts';
import { angleArray, oneRow, relativeError, ringMeans } from './worlds.ts';

/** Tolerances of the contract, for every body. */
export const tolerance = { amplitude: 0.002, betweenBodies: 3e-4 } as const;

/** Two blobs off the axis, with smooth edges made of steps: distinct along x and y, so that no flip goes unseen. */
const blobs: readonly Ellipse[] = Array.from({ length: 12 }, (_, step) => ({
  xPx: 20,
  yPx: -10,
  semiAxesPx: [24 - step, 14 - step] as const,
  tiltRad: 0.5,
  attenuation: 0.002,
})).concat([{ xPx: -25, yPx: 22, semiAxesPx: [9, 9], tiltRad: 0, attenuation: 0.01 }]);

/** What every body of `ct.recon` has to do. */
export function reconConformance(): void {
  describeImplementations(recon, ({ run }) => {
    test.each([255, 256])('a uniform disc keeps its attenuation at every radius, %i columns', async width => {
      const { sinogram, anglesRad, axisPx, radiusPx } = disc({
        width,
        radius: 0.8,
        attenuation: 1,
        axisPx: width / 2 - 0.3,
      });
      const { slices } = await run({
        lineIntegrals: oneRow(sinogram, anglesRad),
        anglesRad: angleArray(anglesRad),
        axisPx,
      });
      expect(slices.shape).toEqual([1, width, width]);
      for (const mean of ringMeans(slices.data, width, 0.95 * radiusPx)) {
        expect(Math.abs(mean - 1)).toBeLessThanOrEqual(tolerance.amplitude);
      }
    });

    test('what lies right of and below the axis stays there', async () => {
      const anglesRad = halfTurnAngles(200);
      const { slices } = await run({
        lineIntegrals: oneRow(projectEllipses(blobs, anglesRad, 128, 64), anglesRad),
        anglesRad: angleArray(anglesRad),
        axisPx: 64,
      });
      expect(relativeError(slices.data, drawEllipses(blobs, 128, 5), 128, 60)).toBeLessThan(0.07);
    });

    test('shifting the axis on the detector shifts nothing in the slice', async () => {
      const anglesRad = halfTurnAngles(200);
      const [middle, shifted] = await Promise.all(
        [64, 69.3].map(async axisPx => {
          const lineIntegrals = oneRow(projectEllipses(blobs, anglesRad, 128, axisPx), anglesRad);
          return (await run({ lineIntegrals, anglesRad: angleArray(anglesRad), axisPx })).slices.data;
        }),
      );
      expect(relativeError(shifted!, middle!, 128, 50)).toBeLessThan(0.05);
    });

    /** The slice of a sinogram of 96 columns about column 48. */
    const sliceOf = async (sinogram: Float32Array, anglesRad: Float64Array): Promise<Float32Array> => {
      const inputs = { lineIntegrals: oneRow(sinogram, anglesRad), anglesRad: angleArray(anglesRad), axisPx: 48 };
      return (await run(inputs)).slices.data;
    };
    const blobsOf = (anglesRad: Float64Array): Float32Array => projectEllipses(blobs, anglesRad, 96, 48);

    test('twice one object and half another make twice the one slice and half the other', async () => {
      const anglesRad = halfTurnAngles(90);
      const one = blobsOf(anglesRad);
      const other = projectEllipses(blobs.slice(-1), anglesRad, 96, 48);
      const both = await sliceOf(
        one.map((value, i) => 2 * value + 0.5 * other[i]!),
        anglesRad,
      );
      const [first, second] = [await sliceOf(one, anglesRad), await sliceOf(other, anglesRad)];
      const wanted = first.map((value, i) => 2 * value + 0.5 * second[i]!);
      expect(relativeError(both, wanted, 96, 46)).toBeLessThan(1e-5);
    });

    test('a quarter of a turn more in every angle turns the slice by a quarter', async () => {
      const anglesRad = halfTurnAngles(90);
      const sinogram = blobsOf(anglesRad);
      const upright = await sliceOf(sinogram, anglesRad);
      const turned = await sliceOf(
        sinogram,
        anglesRad.map(angle => angle + Math.PI / 2),
      );
      const wanted = turned.map((_, i) => {
        const [x, y] = [(i % 96) - 48, Math.floor(i / 96) - 48];
        return x === -48 ? 0 : upright[(48 - x) * 96 + 48 + y]!;
      });
      expect(relativeError(turned, wanted, 96, 46)).toBeLessThan(tolerance.betweenBodies);
    });

    test('projections in any order, and the same ones twice, give the same slice', async () => {
      const anglesRad = halfTurnAngles(90);
      const wanted = await sliceOf(blobsOf(anglesRad), anglesRad);
      const mixed = Float64Array.from({ length: 180 }, (_, i) => anglesRad[(i * 37) % 90]!);
      expect(relativeError(await sliceOf(blobsOf(mixed), mixed), wanted, 96, 46)).toBeLessThan(1e-5);
    });

    test('a single projection is smeared along its ray', async () => {
      const anglesRad = Float64Array.of(0);
      const slice = await sliceOf(blobsOf(anglesRad), anglesRad);
      for (const x of [30, 48, 60]) {
        for (const y of [35, 50, 62]) expect(slice[y * 96 + x]).toBeCloseTo(slice[48 * 96 + x]!, 4);
      }
      expect(Math.max(...slice)).toBeGreaterThan(0);
    });

    test('a stronger window makes the slice smoother and keeps the mean', async () => {
      const { sinogram, anglesRad, axisPx } = disc({ width: 100, radius: 0.7, attenuation: 1 });
      const inputs = { lineIntegrals: oneRow(sinogram, anglesRad), anglesRad: angleArray(anglesRad), axisPx };
      const sharp = (await run(inputs, { params: { filter: 'ramp' } })).slices.data;
      const smooth = (await run(inputs, { params: { filter: 'hann' } })).slices.data;
      const steepest = (image: Float32Array): number =>
        Math.max(...Array.from({ length: 99 }, (_, x) => Math.abs(image[5000 + x + 1]! - image[5000 + x]!)));
      expect(steepest(smooth)).toBeLessThan(0.8 * steepest(sharp));
      expect(ringMeans(smooth, 100, 30).every(mean => Math.abs(mean - 1) < 0.005)).toBe(true);
    });

    test('one angle too few is refused in a sentence', async () => {
      const { sinogram, anglesRad, axisPx } = disc({ width: 32, radius: 0.8, attenuation: 1, angles: 40 });
      const inputs = { lineIntegrals: oneRow(sinogram, anglesRad), anglesRad: angleArray(anglesRad.slice(1)), axisPx };
      await expect(run(inputs)).rejects.toMatchObject({
        tag: 'Input',
        message: 'There are 40 projections but 39 angles.',
      });
    });

    test('a cancelled run ends as cancelled', async () => {
      const { sinogram, anglesRad, axisPx } = disc({ width: 64, radius: 0.8, attenuation: 1 });
      const inputs = { lineIntegrals: oneRow(sinogram, anglesRad), anglesRad: angleArray(anglesRad), axisPx };
      const signal = AbortSignal.abort();
      await expect(run(inputs, { signal })).rejects.toThrow(/cancel|abort/i);
    });

    test('progress ends at 1', async () => {
      const { sinogram, anglesRad, axisPx } = disc({ width: 64, radius: 0.8, attenuation: 1 });
      const inputs = { lineIntegrals: oneRow(sinogram, anglesRad), anglesRad: angleArray(anglesRad), axisPx };
      const fractions: number[] = [];
      await run(inputs, { progress: fraction => fractions.push(fraction) });
      expect(fractions.at(-1)).toBe(1);
    });
  });
}
