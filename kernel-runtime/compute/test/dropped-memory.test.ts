import { noteDropped } from '@daisy-lab/compute';
import { expect, test } from '@jest/globals';

test('shared memory that has been dropped is given back, before all of the machine is taken', async () => {
  const bytes = 32e6;
  const before = process.memoryUsage().rss;
  let largest = 0;
  for (let i = 0; i < 40; i++) {
    new Float32Array(new SharedArrayBuffer(bytes)).fill(1);
    noteDropped(bytes);
    await new Promise(resolve => setImmediate(resolve));
    largest = Math.max(largest, process.memoryUsage().rss - before);
  }
  expect(largest).toBeLessThan(0.6 * 40 * bytes);
});
