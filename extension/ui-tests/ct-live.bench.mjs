/** The way of a live slice: from the change of the axis in the page, through server and kernel, to the new picture on its canvas. */
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { demoScan, inRoot } from '../../scripts/setup/paths.mjs';
import { ctTab, openInCt } from './harness/ct-tab.mjs';
import { closeEverything, startLab } from './harness/lab.mjs';

const tooth = join(process.env.DAISY_TEST_DATA ?? inRoot('../shared/data'), 'ct/tooth.h5');
const changes = 40;
/** Simulated scans: width, and angles as of a full data set. */
const simulated = [
  { columns: 512, angles: 721 },
  { columns: 2048, angles: 1442 },
];

export default {
  group: 'ct',
  name: 'live',
  async run({ record }) {
    const lab = await startLab();
    try {
      const scan = existsSync(tooth) ? basename(tooth) : demoScan;
      if (scan !== demoScan) cpSync(tooth, join(lab.folder, scan));
      await measure(lab, scan, changes, record);
      for (const { columns, angles } of simulated) {
        const name = `${columns}-wide.h5`;
        await simulate(join(lab.folder, name), columns, angles);
        await measure(lab, name, changes / 2, record);
      }
    } finally {
      await lab.stop();
    }
  },
};

/** Changes of the axis, and a sweep of 16 axes, on one scan. */
async function measure(lab, scan, count, record) {
  await closeEverything(lab.page);
  await openInCt(lab.page, scan);
  const tab = ctTab(lab.page);
  await tab.goTo('centre');
  await tab.picture();
  const times = await lab.page.evaluate(changeAxis, count);
  times.sort((a, b) => a - b);
  const of = fraction => times[Math.floor(fraction * (times.length - 1))];
  record({ case: `${scan}: change of the axis to the picture, median`, value: of(0.5), unit: 'ms', threads: 2 });
  record({ case: `${scan}: the same, 95 of 100 below`, value: of(0.95), unit: 'ms', threads: 2 });
  const sweeps = await lab.page.evaluate(sweepAxis, 5);
  sweeps.sort((a, b) => a - b);
  record({ case: `${scan}: sweep of 16 axes to the last picture, median`, value: sweeps[2], unit: 'ms', threads: 2 });
}

/** A scan of two rows. */
async function simulate(file, columns, angles) {
  const { ct, saveScan } = await import('../../kernel-runtime/runtime/lib/index.js');
  const { arrays, anglesRad } = ct.simulateScan({ columns, angles, rows: 2, axisPx: columns / 2 + 3.5 });
  await saveScan(file, { ...arrays, anglesRad });
}

/** Runs in the page: nudges the axis again and again and takes the time until the canvas shows the newer slice. */
async function changeAxis(count) {
  const canvas = document.querySelector('[data-testid="ct-slice"] canvas[data-version]');
  const next = document.querySelector('[data-testid="ct-axis-right"]');
  const times = [];
  for (let i = 0; i < count; i++) {
    await new Promise(resolve => setTimeout(resolve, 300));
    const version = canvas.dataset.version;
    const start = performance.now();
    next.click();
    await new Promise(resolve => {
      const observer = new MutationObserver(() => {
        if (canvas.dataset.version === version) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(canvas, { attributes: true });
    });
    times.push(performance.now() - start);
  }
  return times;
}

/** Runs in the page: sweeps and takes the time until all thumbnails of the new sweep are drawn. */
async function sweepAxis(count) {
  const start = document.querySelector('[data-testid="ct-sweep-start"]');
  const versions = () =>
    [...document.querySelectorAll('[data-testid="ct-sweep"] canvas')].map(canvas => Number(canvas.dataset.version));
  const times = [];
  for (let i = 0; i < count; i++) {
    await new Promise(resolve => setTimeout(resolve, 500));
    const [version = 0] = versions();
    const begin = performance.now();
    start.click();
    await new Promise(resolve => {
      const observer = new MutationObserver(() => {
        if (versions().filter(now => now > version).length < 16) return;
        observer.disconnect();
        resolve();
      });
      const options = { subtree: true, attributes: true, attributeFilter: ['data-version'] };
      observer.observe(document.querySelector('.daisy-Ct'), options);
    });
    times.push(performance.now() - begin);
  }
  return times;
}
