import { blockPixels, closeStripThreads, runStrips, type KernelName } from '@daisy-lab/compute';
import { afterAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

afterAll(closeStripThreads);

const sharedFloats = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * count));

/** Values whose logarithm is 0, and in block i of them i that have none. */
function blocks(count: number): { values: Float32Array; out: Float32Array } {
  const values = sharedFloats(count * blockPixels).fill(1);
  for (let block = 0; block < count; block++) values.fill(-1, block * blockPixels, block * blockPixels + block);
  return { values, out: sharedFloats(values.length) };
}

test.each([
  [1, 1, [0, 1, 2, 3, 4]],
  [3, 1, [0, 1, 2, 3, 4]],
  [2, 2, [1, 5, 4]],
  [2, 9, [10]],
])('%i threads with strips of %i give what each strip gave, in order', async (threads, stripItems, wanted) => {
  const fractions: number[] = [];
  const progress = (fraction: number): unknown => fractions.push(fraction);
  const task = blocks(5);
  expect(await runStrips<number>('log', task, 5, { threads, stripItems, progress })).toEqual(wanted);
  expect(fractions).toEqual(wanted.map((_, i) => (i + 1) / wanted.length));
  expect(task.out.every((value, i) => value === 0 || task.values[i] === -1)).toBe(true);
});

test('nothing to do is done', async () => {
  expect(await runStrips('log', blocks(1), 0)).toEqual([]);
});

test('a strip that fails fails the whole, the rest is left, and its thread works on', async () => {
  let strips = 0;
  const failing = runStrips('unknown' as KernelName, {}, 1000, { threads: 2, stripItems: 1, progress: () => strips++ });
  await expect(failing).rejects.toThrow('work is not a function');
  expect(strips).toBe(0);
  expect(await runStrips('log', blocks(2), 2, { threads: 2 })).toEqual([0, 1]);
});

test('a task that cannot be sent fails, and its thread neither is lost nor keeps the program', async () => {
  const program = `
    import { runStrips } from '@daisy-lab/compute';
    const told = await runStrips('log', { values: () => 1 }, 1).catch(error => error.message);
    const values = new Float32Array(new SharedArrayBuffer(16)).fill(1);
    console.log(told, await runStrips('log', { values, out: values }, 1));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: process.cwd(),
    timeout: 20000,
  });
  expect(stdout.trim()).toBe('() => 1 could not be cloned. [ 0 ]');
});

test('an aborted signal stops before the next strip', async () => {
  const controller = new AbortController();
  let strips = 0;
  const progress = (): void => {
    strips++;
    controller.abort();
  };
  const running = runStrips('log', blocks(50), 50, { threads: 2, stripItems: 1, progress, signal: controller.signal });
  await expect(running).rejects.toThrow('abort');
  expect(strips).toBeLessThanOrEqual(2);
});

test('threads that are ended fail what they work on, and the next strips get new ones', async () => {
  const running = runStrips('log', blocks(50), 50, { threads: 2, stripItems: 1 });
  const outcome = expect(running).rejects.toMatchObject({ tag: 'Resource' });
  await closeStripThreads();
  await outcome;
  expect(await runStrips('log', blocks(2), 2)).toEqual([0, 1]);
});
