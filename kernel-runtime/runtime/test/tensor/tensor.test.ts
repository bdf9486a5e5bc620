import { describe, expect, test } from '@jest/globals';
import { algorithm, completeParams, Engine, image, ndarray, verify, type NdArray } from '@daisy-lab/runtime';
import { plainContext } from '@daisy-lab/core';
import { loadTensors, tensorBackends, withTensors } from '@daisy-lab/runtime/tensor';
import { gpuSurvey } from '../../lib/machine/gpu.js';

const filter = image.gaussianFilter;

function noise(shape: readonly number[]): NdArray<'float32', readonly ['frame', 'row', 'column']> {
  let state = 1;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, () => (state = (state * 48271) % 2147483647) / 2147483647);
  return ndarray<'float32', readonly ['frame', 'row', 'column']>(data, shape, ['frame', 'row', 'column']);
}

const run = (name: string, images: ReturnType<typeof noise>, sigmaPx: number, signal = new AbortController().signal) =>
  Promise.resolve(
    filter.implementations.get(name)!.run({
      ...plainContext(filter, signal),
      inputs: { images },
      params: completeParams(filter.id, filter.params, { sigmaPx }),
    }),
  );

const liveTensors = async (): Promise<number> => (await loadTensors()).tf.memory().numTensors;

describe('a scope of tensors', () => {
  test('lets every tensor go when it ends, after an error too', async () => {
    const before = await liveTensors();
    const sums = await withTensors(async scope => {
      const tensor = scope.tensor(ndarray(Float32Array.of(1, 2, 3, 4), [2, 2], ['row', 'column']));
      const doubled = scope.compute(tf => tf.add(tensor, tf.add(tensor, tf.zeros([2, 2]))));
      return scope.array(doubled, ['row', 'column'], 'count');
    });
    expect(sums).toMatchObject({ shape: [2, 2], unit: 'count', dtype: 'float32' });
    expect([...sums.data]).toEqual([2, 4, 6, 8]);
    const broken = withTensors(async scope => {
      scope.tensor(ndarray(Float32Array.of(1), [1], ['row']));
      throw new Error('midway');
    });
    await expect(broken).rejects.toThrow('midway');
    expect(await liveTensors()).toBe(before);
  });

  test('refuses what would exceed its budget with a sentence', async () => {
    const big = withTensors(async scope => scope.tensor(noise([1, 1000, 1000])), { budgetBytes: 1e6 });
    await expect(big).rejects.toMatchObject({
      tag: 'Resource',
      message: expect.stringContaining('4 MB, more than the 1 MB'),
    });
    const grown = withTensors(async scope => scope.compute(tf => tf.tile(tf.ones([1000]), [1000])), {
      budgetBytes: 1e6,
    });
    await expect(grown).rejects.toMatchObject({ tag: 'Resource' });
  });

  test('takes the dtypes that fit, refuses the others', async () => {
    await withTensors(async scope => {
      const counts = scope.tensor(ndarray(Uint16Array.of(1, 65535), [2], ['row']));
      expect([counts.dtype, [...(await counts.data())]]).toEqual(['int32', [1, 65535]]);
      expect(() => scope.tensor(ndarray(BigInt64Array.of(1n), [1], ['row']))).toThrow('int64 does not fit');
    });
  });
});

test('every backend says whether it works, and why not', async () => {
  const facts = await tensorBackends();
  const works = Object.fromEntries(facts.map(({ name, works: yes }) => [name, yes]));
  expect(works).toMatchObject({ wasm: true, cpu: true });
  const gpu = facts.find(({ name }) => name === 'node-gpu')!;
  if (!gpu.works) {
    process.stdout.write(`skipped on the GPU: ${gpu.note}\n`);
    expect(gpu.note).not.toBe('');
  }
});

describe('the Gaussian filter', () => {
  test.each([
    [[3, 20, 31], 1.3],
    [[9, 5, 4], 6],
    [[1, 1, 17], 0.4],
    [[2, 8, 8], 0],
  ] as const)('by tensors equals the plain one: images %j, width %d', async (shape, sigmaPx) => {
    const images = noise(shape);
    const [{ smooth: plain }, { smooth: tensor }] = [
      await run('plain', images, sigmaPx),
      await run('tensor', images, sigmaPx),
    ];
    const apart = Math.max(...plain.data.map((value, at) => Math.abs(value - tensor.data[at]!)));
    expect(apart).toBeLessThan(2e-6);
    expect(tensor.shape).toEqual(shape);
  });

  test('keeps a constant image and the sum of any other', async () => {
    const images = noise([1, 16, 16]);
    const { smooth } = await run('plain', images, 2);
    const sum = (data: Float32Array): number => data.reduce((total, value) => total + value, 0);
    expect(sum(smooth.data)).toBeCloseTo(sum(images.data), 3);
  });

  test('stops when it is cancelled, and lets its tensors go', async () => {
    const before = await liveTensors();
    const abort = new AbortController();
    abort.abort();
    await expect(run('tensor', noise([2, 8, 8]), 1, abort.signal)).rejects.toThrow();
    expect(await liveTensors()).toBe(before);
  });

  test('on a GPU agrees with the plain one', async () => {
    const gpu = (await tensorBackends()).find(({ name }) => name === 'node-gpu')!;
    const reason = gpuSurvey().reason ?? (gpu.works ? null : gpu.note);
    if (reason !== null) return void process.stdout.write(`skipped: no GPU for tensors, ${reason}\n`);
    const images = noise([4, 40, 33]);
    const { bodies } = await verify(filter, { images }, { params: { sigmaPx: 2.5 } });
    expect(bodies.find(({ implementation }) => implementation === 'tensorGpu')).toMatchObject({ state: 'agrees' });
    expect((await loadTensors()).backend).toBe('node-gpu');
  });

  test('all bodies that can run here agree', async () => {
    const { bodies, agrees } = await verify(filter, { images: noise([4, 40, 33]) }, { params: { sigmaPx: 2.5 } });
    for (const { implementation, state, reason } of bodies) {
      if (state === 'unavailable') process.stdout.write(`skipped: ${implementation} ${reason}\n`);
    }
    expect(agrees).toBe(true);
    expect(bodies.find(({ implementation }) => implementation === 'tensor')!.state).toBe('agrees');
  });

  test('runs by the plain body where the tensor bodies cannot, and says why', async () => {
    const alone = algorithm('test.filter', { ...filter, title: filter.title, version: '1.0.0' } as never)
      .implement('plain', filter.implementations.get('plain') as never)
      .implement('tensorGpu', filter.implementations.get('tensorGpu') as never);
    if (gpuSurvey().gpus.length > 0) return process.stdout.write('skipped: this machine has a GPU\n');
    const started = Engine.local().run(alone, { images: noise([1, 8, 8]) } as never);
    const reasons: string[] = [];
    for await (const event of started) if (event.reason) reasons.push(event.reason);
    await started;
    expect(reasons[0]).toContain('tensorGpu needs a GPU');
  });
});
