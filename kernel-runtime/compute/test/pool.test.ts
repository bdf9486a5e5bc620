import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  closePool,
  reconstructFourier,
  reconstructFourierSync,
  setWorkerFile,
  type FourierJob,
} from '@daisy-lab/compute';
import { bodyJob, stack } from './phantoms.ts';

afterAll(closePool);

/** Slices of different brightness, in shared memory or not. */
function volume(slices: number, columns = 96, angles = 130, shared = true): FourierJob {
  const one = bodyJob(columns, angles);
  const all = stack(...Array.from({ length: slices }, (_, i) => one.sinograms.map(value => value * (1 + i / 10))));
  const sinograms = shared ? new Float32Array(new SharedArrayBuffer(all.byteLength)) : all;
  if (shared) sinograms.set(all);
  return { ...one, slices, sinograms };
}

/** All values are the same bits; spares the comparison of huge arrays by the test runner. */
const same = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

describe('split over threads', () => {
  test.each([1, 2, 3, 5])('a single slice on %i threads is the whole, bit for bit', async threads => {
    for (const quality of ['fast', 'standard', 'precise'] as const) {
      const job = { ...volume(1, 200, 150), quality };
      expect(same(await reconstructFourier(job, { threads }), reconstructFourierSync(job))).toBe(true);
    }
  });

  test.each([1, 2, 4])('a volume on %i threads is the whole, bit for bit', async threads => {
    const job = volume(37);
    expect(same(await reconstructFourier(job, { threads }), reconstructFourierSync(job))).toBe(true);
  });

  test('private memory, detector order and an axis per slice give the same', async () => {
    const job = volume(11, 96, 130, false);
    expect(same(await reconstructFourier(job), reconstructFourierSync(job))).toBe(true);
    const asProjections = { ...job, layout: 'projections' as const };
    expect(same(await reconstructFourier(asProjections), reconstructFourierSync(asProjections))).toBe(true);
    const swept = { ...job, axisPx: Array.from({ length: 11 }, (_, i) => 47 + 0.25 * (i % 7)) };
    expect(same(await reconstructFourier(swept), reconstructFourierSync(swept))).toBe(true);
  });

  test('slices fill the memory that is given, if it fits', async () => {
    const job = volume(9);
    const into = new Float32Array(new SharedArrayBuffer(9 * 96 * 96 * 4));
    expect(await reconstructFourier(job, { into })).toBe(into);
    expect(same(into, reconstructFourierSync(job))).toBe(true);
    const refused = { tag: 'Input', facts: { field: 'into' } };
    await expect(reconstructFourier(job, { into: into.subarray(1) })).rejects.toMatchObject(refused);
    await expect(reconstructFourier(job, { into: new Float32Array(into.length) })).rejects.toMatchObject(refused);
  });

  test('jobs of different geometry can run at once', async () => {
    const jobs = [
      volume(20),
      volume(1, 65, 80),
      volume(9, 128, 50),
      volume(1),
      { ...volume(3), filter: 'hann' as const },
    ];
    const images = await Promise.all(jobs.map(job => reconstructFourier(job)));
    images.forEach((image, i) => expect(same(image, reconstructFourierSync(jobs[i]!))).toBe(true));
  });
});

test('progress grows to 1 and the calling thread stays free', async () => {
  const fractions: number[] = [];
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  await reconstructFourier(volume(40, 160, 200), { onProgress: fraction => fractions.push(fraction) });
  clearInterval(timer);
  expect(fractions).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks).toBeGreaterThan(3);
});

describe('abort', () => {
  test('a signal that fired before refuses the job', async () => {
    await expect(reconstructFourier(volume(1), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      tag: 'Cancelled',
    });
  });

  test('a running job stops early, and the next one is whole', async () => {
    const controller = new AbortController();
    let last = 0;
    const running = reconstructFourier(volume(400), {
      signal: controller.signal,
      onProgress: fraction => {
        last = fraction;
        controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(last).toBeLessThan(0.2);
    const job = volume(3);
    expect(same(await reconstructFourier(job), reconstructFourierSync(job))).toBe(true);
  });

  test('closing the pool cancels what runs, and the next job starts new threads', async () => {
    const running = reconstructFourier(volume(400));
    const outcome = expect(running).rejects.toMatchObject({ tag: 'Cancelled' });
    await closePool();
    await outcome;
    const job = volume(2);
    expect(same(await reconstructFourier(job), reconstructFourierSync(job))).toBe(true);
  });
});

test('a thread that dies fails its job with a reason, and is replaced', async () => {
  await closePool();
  const builtIn = new URL('../lib/pool/worker.js', import.meta.url);
  setWorkerFile(new URL('data:text/javascript,process.exit(3)'));
  await expect(reconstructFourier(volume(1))).rejects.toMatchObject({ tag: 'Resource' });
  setWorkerFile(builtIn);
  const job = volume(2);
  expect(same(await reconstructFourier(job), reconstructFourierSync(job))).toBe(true);
});

test('a live slice does not wait for a volume', async () => {
  await closePool(); // so that there is one thread for both
  let fraction = 0;
  const onProgress = (done: number): unknown => (fraction = done);
  const slices = reconstructFourier(volume(160), { threads: 1, onProgress });
  await reconstructFourier(volume(1), { threads: 1 });
  expect(fraction).toBeLessThan(0.3);
  await slices;
});

describe('a worker in trouble', () => {
  const builtIn = new URL('../lib/pool/worker.js', import.meta.url);

  beforeEach(async () => {
    await closePool();
    setWorkerFile(new URL('./fixtures/troubled-worker.mjs', import.meta.url));
  });
  afterEach(async () => {
    setWorkerFile(builtIn);
    await closePool();
  });

  test('fails its job with the error that it met, and the threads go on with the next', async () => {
    await expect(reconstructFourier(volume(20, 65, 80), { threads: 2 })).rejects.toThrow(
      'was never sent to this worker',
    );
    const job = volume(20);
    expect(same(await reconstructFourier(job, { threads: 2 }), reconstructFourierSync(job))).toBe(true);
  });

  test('that dies does not leave the rest of its team waiting', async () => {
    const one = reconstructFourier(volume(1, 66, 80), { threads: 3 });
    await expect(one).rejects.toMatchObject({ tag: 'Resource' });
    const job = volume(1);
    expect(same(await reconstructFourier(job, { threads: 1 }), reconstructFourierSync(job))).toBe(true);
  });
});

test('a callback of progress that throws fails the job', async () => {
  const onProgress = (): void => {
    throw new Error('no more progress');
  };
  await expect(reconstructFourier(volume(20), { onProgress })).rejects.toThrow('no more progress');
});

test('a program ends by itself although idle threads remain', async () => {
  const program = `
    import { reconstructFourier } from '@daisy-lab/compute';
    const anglesRad = new Float64Array(20).map((_, p) => p / 20);
    const images = await reconstructFourier({ sinograms: new Float32Array(640).fill(1), slices: 1, anglesRad, columns: 32, axisPx: 16, filter: 'ramp' });
    console.log(images.length);`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: process.cwd(),
    timeout: 20000,
  });
  expect((await run).stdout.trim()).toBe('1024');
});
