import { describe, expect, jest, test } from '@jest/globals';
import { time, timeit } from '@daisy-lab/runtime';

/** What a call prints. */
async function printed(call: () => unknown): Promise<string> {
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    await call();
    return write.mock.calls
      .map(([text]) => String(text))
      .join('')
      .trimEnd();
  } finally {
    write.mockRestore();
  }
}

describe('timing in a notebook', () => {
  test('time returns the value of the work and prints one line', async () => {
    let value: number | undefined;
    expect(await printed(() => (value = time(() => 6 * 7)))).toMatch(/^[\d.]+ (s|ms|µs|ns) \(processor time .*\)$/);
    expect(value).toBe(42);
  });

  test('time waits for a promise', async () => {
    const work = () => new Promise<string>(done => setTimeout(() => done('later'), 30));
    let value: string | undefined;
    const line = await printed(async () => (value = await time(work)));
    expect(value).toBe('later');
    expect(line).toMatch(/^[2-9]\d\.\d ms|^\d{3} ms|^[\d.]+ s/);
  });

  test('timeit repeats quick work until a run is long enough', async () => {
    let calls = 0;
    const line = await printed(async () => {
      const timing = await timeit(() => calls++, { runs: 3, runMs: 2 });
      expect(timing.runs).toBe(3);
      expect(timing.calls).toBeGreaterThan(10);
      expect(timing.fastestMs).toBeLessThanOrEqual(timing.meanMs);
    });
    expect(line).toMatch(/± .* a call, fastest .* \(3 runs of \d+ calls\)/);
    expect(calls).toBeGreaterThan(40);
  });

  test('timeit awaits asynchronous work, and passes on its error', async () => {
    await printed(async () => {
      const wait = () => new Promise(done => setTimeout(done, 3));
      expect((await timeit(wait, { runs: 2, runMs: 5 })).meanMs).toBeGreaterThan(1);
    });
    await expect(timeit(() => Promise.reject(new Error('fails')))).rejects.toThrow('fails');
  });
});
