import { beforeAll, describe, expect, test } from '@jest/globals';
import { algorithm, catalogue, image, port, sampleOf, sharedArray, verify, type Algorithm } from '@daisy-lab/runtime';
import { difference } from '../../lib/verify/differ.js';
import { chooseImplementation } from '../../lib/engine/choose-implementation.js';
import { freshFolder } from '../support/worlds.ts';

beforeAll(() => {
  process.env['DAISY_CACHE'] = freshFolder();
});

type Doubling = Algorithm<
  { readonly values: ReturnType<typeof port.array<'float32', readonly ['row', 'column']>> },
  { readonly twice: ReturnType<typeof port.array<'float32', readonly ['row', 'column']>> }
>;

/** Doubles an array; a second body adds `error` to every value. */
function doubling(error: number, tolerance: number): Doubling {
  const contract = algorithm('test.double', {
    version: '1.0.0',
    title: 'Double',
    inputs: { values: port.array('float32', ['row', 'column']) },
    outputs: { twice: port.array('float32', ['row', 'column']) },
  });
  const body = (offset: number) => ({
    tolerance,
    run: ({ inputs: { values } }: never) => {
      const twice = sharedArray('float32', (values as { shape: number[] }).shape, ['row', 'column']);
      (values as { data: Float32Array }).data.forEach((value, at) => (twice.data[at] = 2 * value * (1 + offset)));
      return { twice };
    },
  });
  contract.implement('plain', body(0) as never).implement('other', body(error) as never);
  return contract as never;
}

describe('verify', () => {
  test('bodies agree within the tolerance, and disagree beyond it', async () => {
    expect(await verify(doubling(1e-5, 1e-4))).toMatchObject({
      agrees: true,
      bodies: [{ state: 'reference' }, { state: 'agrees', difference: expect.closeTo(1e-5, 7) }],
    });
    const apart = await verify(doubling(1e-3, 1e-4));
    expect(apart.agrees).toBe(false);
    expect(apart.bodies[1]).toMatchObject({
      state: 'disagrees',
      reason: expect.stringContaining('"twice" differs by'),
    });
  });

  test('a body that cannot run here or fails is told apart from one that disagrees', async () => {
    const subject = doubling(0, 0)
      .implement('missing', { needs: { command: 'no-such-program-x' }, run: () => ({}) as never })
      .implement('broken', {
        run: () => {
          throw new Error('out of order');
        },
      });
    const { bodies, agrees } = await verify(subject);
    expect(bodies.map(({ state }) => state)).toEqual(['reference', 'agrees', 'unavailable', 'failed']);
    expect(bodies[2]!.reason).toContain('no-such-program-x');
    expect(bodies[3]!.reason).toContain('out of order');
    expect(agrees).toBe(false);
  });

  test('what it measures is what the next choice goes by', async () => {
    const subject = algorithm('test.measured', {
      version: '1.0.0',
      title: 'Measured',
      inputs: { values: port.array('float32', ['row']) },
      outputs: { sum: port.number() },
    })
      .implement('slow', { cost: 1, run: () => new Promise(done => setTimeout(() => done({ sum: 1 }), 60)) })
      .implement('quick', { cost: 5, run: () => ({ sum: 1 }) });
    expect(chooseImplementation(subject, undefined, {}).name).toBe('slow');
    await verify(subject);
    const { values } = (await sampleOf(subject)) as { values: { data: Float32Array } };
    const choice = chooseImplementation(subject, undefined, {}, values.data.byteLength);
    expect(choice).toMatchObject({
      name: 'quick',
      reason: expect.stringContaining('fastest as measured on this machine'),
    });
    expect(choice.reason).toMatch(/slow takes \d+ ms/);
  });

  test('samples are the same for the same seed; a file cannot be made up', async () => {
    const filter = image.gaussianFilter;
    expect(await sampleOf(filter, 3)).toEqual(await sampleOf(filter, 3));
    expect(await sampleOf(filter, 3)).not.toEqual(await sampleOf(filter, 4));
    const reader = catalogue.find(({ id }) => id === 'ct.read')!;
    await expect(sampleOf(reader)).rejects.toThrow('No sample can be made up for the input "scan"');
    await expect(verify(catalogue.find(({ id }) => id === 'ct.full')!)).rejects.toThrow('is a workflow');
  });

  test('differences: relative for numbers and arrays, infinite for what cannot be compared', () => {
    const array = (...values: number[]) => ({
      dtype: 'float64',
      shape: [values.length],
      data: Float64Array.from(values),
    });
    expect(difference(array(3, 4.05), array(3, 4))).toBeCloseTo(0.01);
    expect(difference(array(Number.NaN, 1), array(Number.NaN, 1))).toBe(0);
    expect(difference(array(Number.NaN, 1), array(1, 1))).toBe(Infinity);
    expect(difference(array(1), array(1, 2))).toBe(Infinity);
    expect(difference(1.01, 1)).toBeCloseTo(0.01);
    expect(difference({ a: 'x', b: [1] }, { a: 'x', b: [1] })).toBe(0);
    expect(difference('x', 'y')).toBe(Infinity);
  });
});
