import { madeBy } from './counted-memory.ts';
import { closePool, closeStripThreads, type StripeMethod } from '@daisy-lab/compute';
import { completeParams, ndarray, plainContext, type AnyAlgorithm, type NdArray } from '@daisy-lab/core';
import * as ct from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { totalVariationStrip } from '../../../compute/lib/after/total-variation.js';
import { paganinStrip } from '../../../compute/lib/phase/paganin-strip.js';
import { polarStrip } from '../../../compute/lib/rings/polar.js';
import { stripesStrip } from '../../../compute/lib/rings/stripes-strip.js';
import { paganinOptions } from '../../lib/ct/bodies/phase/paganin.js';

// The planner of an engine counts with the memory that bodies say they need: what they make is counted here.

afterAll(() => Promise.all([closePool(), closeStripThreads()]));

type Made = Record<string, unknown>;
const sharedFloats = (count: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(4 * count)).map((_, i) => 2 + Math.sin(i * i));

/** What the first body of an algorithm says of these inputs. */
function declared(algorithm: AnyAlgorithm, inputs: Made, params: Made): number {
  const [body] = algorithm.implementations.values();
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, (value as Partial<NdArray>).shape]),
  );
  return body!.memory!(shapes as never, completeParams(algorithm.id, algorithm.params, params) as never);
}

/** Nearly all of it but for the rounding to pages, and copies by `slice` and `map` too, which are not counted. */
function expectToCover(said: number, made: number): void {
  expect(said).toBeGreaterThan(0.8 * (made - 65536));
  expect(said).toBeLessThan(2 * made);
}

describe('slices in the pool', () => {
  test.each([
    ['recon', {}, 1],
    ['recon', {}, 16],
    ['recon', { quality: 'precise' }, 8],
    ['iterative', { method: 'sirt' }, 20],
    ['iterative', { method: 'cgls' }, 11],
    ['iterative', { method: 'tv' }, 11],
    ['iterative', { method: 'tv', quality: 'precise' }, 3],
  ] as const)('%s %j of %i rows', async (name, more, rows) => {
    await closePool();
    const algorithm = ct[name] as unknown as AnyAlgorithm;
    const [angles, columns] = [100, 150];
    const params: Made = name === 'recon' ? more : { iterations: 2, ...more };
    const lines = sharedFloats(angles * rows * columns);
    const inputs: Made = {
      lineIntegrals: ndarray(lines, [angles, rows, columns], ['angle', 'row', 'column']),
      anglesRad: ndarray(ct.halfTurnAngles(angles), [angles], ['angle'], 'rad'),
      axisPx: 75,
    };
    const [body] = algorithm.implementations.values();
    const given = { inputs, params: completeParams(algorithm.id, algorithm.params, params), threads: 2 };
    const made = await madeBy(() => body!.run({ ...plainContext(algorithm), ...given } as never));
    expectToCover(declared(algorithm, inputs, params), made - 4 * rows * columns * columns);
  });
});

test('rounds of an alignment use the memory of the first', async () => {
  const [angles, rows, columns] = [24, 16, 48];
  const algorithm = ct.alignProjections as unknown as AnyAlgorithm;
  const lineIntegrals = ndarray(
    sharedFloats(angles * rows * columns),
    [angles, rows, columns],
    ['angle', 'row', 'column'],
  );
  const inputs = {
    lineIntegrals,
    anglesRad: ndarray(ct.halfTurnAngles(angles), [angles], ['angle'], 'rad'),
    axisPx: 32,
  };
  const [body] = algorithm.implementations.values();
  const rounds = async (count: number): Promise<readonly [bytes: number, done: number]> => {
    await closePool();
    const params = completeParams(algorithm.id, algorithm.params, { method: 'reprojection', rounds: count });
    let done = 0;
    const bytes = await madeBy(async () => {
      const made = await body!.run({ ...plainContext(algorithm), inputs, params, threads: 2 } as never);
      done = ((made as Made)['residuals'] as NdArray).shape[0]!;
    });
    return [bytes, done];
  };
  const [one, four] = [await rounds(1), await rounds(4)];
  expect(four[1]).toBe(4);
  expect(four[0]).toBeLessThan(1.5 * one[0]);
});

describe('one item in a thread', () => {
  const [angles, columns] = [120, 150];
  const methods: readonly (readonly [StripeMethod, unknown])[] = [
    ['fourierWavelet', ct.stripeFourierWavelet],
    ['titarenko', ct.stripeTitarenko],
    ['smoothing', ct.stripeSmoothing],
    ['sorting', ct.stripeSorting],
    ['filtering', ct.stripeFiltering],
    ['fitting', ct.stripeFitting],
    ['large', ct.stripeLarge],
    ['dead', ct.stripeDead],
    ['all', ct.stripeAll],
  ];

  test.each(methods)('stripes: %s', async (method, contract) => {
    const algorithm = contract as AnyAlgorithm;
    const params = completeParams(algorithm.id, algorithm.params, {});
    const values = sharedFloats(angles * columns);
    const options = { method, ...params } as never;
    const task = { values, angles, rows: 1, columns, options, out: new Float32Array(values.length) };
    // a sinogram of another size, so that nothing is there already
    stripesStrip({ ...task, angles: 1 }, 0, 1);
    const made = await madeBy(() => stripesStrip(task, 0, 1));
    expectToCover(declared(algorithm, { lineIntegrals: { shape: [angles, 1, columns] } }, params), made);
  });

  test('rings in polar coordinates', async () => {
    const [values, params] = [sharedFloats(150 * 150), { widthPx: 15, threshold: 1, arcDeg: 60 }];
    const task = { values, side: 150, ...params, out: new Float32Array(values.length) };
    const made = await madeBy(() => polarStrip(task, 0, 1));
    expectToCover(declared(ct.ringPolar as unknown as AnyAlgorithm, { slices: { shape: [1, 150, 150] } }, {}), made);
  });

  test('total variation', async () => {
    const values = sharedFloats(300 * 200);
    const task = { values, height: 300, width: 200, weight: 0.1, iterations: 2, out: new Float32Array(values.length) };
    const made = await madeBy(() => totalVariationStrip(task, 0, 1));
    expectToCover(declared(ct.denoiseTv as unknown as AnyAlgorithm, { slices: { shape: [1, 300, 200] } }, {}), made);
  });

  test.each(['centred', 'tomopy'] as const)('Paganin, frequencies %s', async frequencies => {
    const params = { energyEv: 20_000, distanceMm: 100, pixelSizeUm: 2, deltaBeta: 200, frequencies };
    const algorithm = ct.paganin as unknown as AnyAlgorithm;
    const options = paganinOptions(completeParams(algorithm.id, algorithm.params, params) as never);
    const frames = sharedFloats(100 * 150);
    const task = { frames, rows: 100, columns: 150, options, out: new Float32Array(frames.length) };
    const made = await madeBy(() => paganinStrip(task, 0, 1));
    expectToCover(declared(algorithm, { transmission: { shape: [1, 100, 150] } }, params), made);
  });
});
