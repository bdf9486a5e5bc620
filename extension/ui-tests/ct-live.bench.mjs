/** The way of a live slice: from the change of the axis in the page, through server and kernel, to the new picture on its canvas. */
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { demoScan, inRoot } from '../../scripts/setup/paths.mjs';
import { ctTab, openWithCt } from './harness/ct-tab.mjs';
import { startLab } from './harness/lab.mjs';

const tooth = join(process.env.DAISY_TEST_DATA ?? inRoot('../shared/data'), 'ct/tooth.h5');
const changes = 40;

export default {
  group: 'ct',
  name: 'live',
  async run({ record }) {
    const lab = await startLab();
    try {
      const scan = existsSync(tooth) ? basename(tooth) : demoScan;
      if (scan !== demoScan) cpSync(tooth, join(lab.folder, scan));
      await lab.open();
      await openWithCt(lab.page, scan);
      const tab = ctTab(lab.page);
      await tab.goTo('centre');
      await tab.picture();
      const times = await lab.page.evaluate(changeAxis, changes);
      times.sort((a, b) => a - b);
      const of = fraction => times[Math.floor(fraction * (times.length - 1))];
      record({ case: `${scan}: change of the axis to the picture, median`, value: of(0.5), unit: 'ms', threads: 2 });
      record({ case: `${scan}: the same, 95 of 100 below`, value: of(0.95), unit: 'ms', threads: 2 });
    } finally {
      await lab.stop();
    }
  },
};

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
