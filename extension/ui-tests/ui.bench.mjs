/** What the screens cost in the real JupyterLab: canvas, images, curves, large files, leaks, size of the code. Each row stands beside its bar. */
import { join } from 'node:path';
import { startLab } from './harness/lab.mjs';
import { writeHugeImage, writeManyMembers, writeSparseStack } from './harness/large-files.mjs';
import { pageClient } from './harness/page-client.mjs';
import { pageViews } from './harness/page-views.mjs';
import { h5webRows } from './ui-bench/beside-h5web.mjs';
import { bundleRows } from './ui-bench/bundle.mjs';
import { canvasRows } from './ui-bench/canvas.mjs';
import { fileRows } from './ui-bench/files.mjs';
import { leakRows } from './ui-bench/leaks.mjs';
import { viewRows } from './ui-bench/views.mjs';

const parts = { bundle: bundleRows, canvas: canvasRows, files: fileRows, views: viewRows, leaks: leakRows };

export default {
  group: 'ui',
  name: 'lab',
  /** `only=canvas` measures one part; `h5web=PYTHON` measures beside jupyterlab-h5web (or the Python of the peers, where it is there). */
  async run({ record, options, peers }) {
    const row = (what, value, unit, bar) => record({ case: `${what} (bar ${bar} ${unit})`, value, unit, threads: 2 });
    if (options.only === undefined || options.only === 'h5web') await h5webRows(options.h5web ?? peers, row);
    if (options.only === 'h5web') return;
    const lab = await startLab({ viewport: { width: 1600, height: 1000 } });
    try {
      await writeSparseStack({
        path: join(lab.folder, 'big.h5'),
        frames: 640,
        size: 2048,
        filled: [...Array.from({ length: 72 }, (_, frame) => frame), 320, 321],
      });
      writeHugeImage(join(lab.folder, 'huge.npy'), 16384);
      await writeManyMembers(join(lab.folder, 'many.h5'), 100_000);
      await lab.page.addScriptTag({ content: await pageClient() });
      await lab.page.addScriptTag({ content: await pageViews() });
      await lab.page.addScriptTag({
        content: `window.framesWhile = ${framesWhile}; window.longestTask = ${longestTask};`,
      });
      for (const [name, rows] of Object.entries(parts)) {
        if (options.only !== undefined && options.only !== name) continue;
        await rows(lab, row);
      }
    } finally {
      await lab.stop();
    }
  },
};

/**
 * Runs in the page: what the main thread works for each of `count` frames, ms, while `act(i)` changes something before each: the events,
 * what they draw, style, layout and paint. Sorted.
 */
async function framesWhile(act, count) {
  const channel = new MessageChannel();
  const times = [];
  for (let i = 0; i < count; i++) {
    const begun = new Promise(resolve => requestAnimationFrame(() => resolve(performance.now())));
    const painted = begun.then(
      () =>
        new Promise(resolve => {
          channel.port1.onmessage = () => resolve(performance.now());
          channel.port2.postMessage(null);
        }),
    );
    const start = performance.now();
    act(i);
    const acted = performance.now() - start;
    times.push(acted + (await painted) - (await begun));
  }
  return times.sort((a, b) => a - b);
}

/** Runs in the page: the longest task while `work` goes on, ms; 0 when none took 50. */
async function longestTask(work) {
  let longest = 0;
  const watch = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  watch.observe({ entryTypes: ['longtask'] });
  await work();
  await new Promise(resolve => setTimeout(resolve, 200));
  watch.disconnect();
  return longest;
}
