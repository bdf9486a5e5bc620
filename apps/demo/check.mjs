// Drives the demo page in Chromium: pixels, the way through the app, and screenshots under build/demo-page/screenshots.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serveDemo } from './serve.mjs';

const places = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  name => `/usr/bin/${name}`,
);
const executablePath = [process.env.DAISY_CHROMIUM, ...places].find(path => path && existsSync(path));
if (!executablePath) {
  console.log('No Chromium was found. Install one or name it in DAISY_CHROMIUM.');
  process.exit(1);
}

const shots = fileURLToPath(new URL('../../build/demo-page/screenshots/', import.meta.url));
await mkdir(shots, { recursive: true });
const demo = await serveDemo();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
let passed = 0;
let failed = 0;

async function check(name, body, query = '') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const errors = [];
  page.on('pageerror', error => errors.push(String(error)));
  try {
    await page.goto(demo.url + query);
    await body(page, id => page.getByTestId(id));
    if (errors.length) throw new Error(errors.join('\n'));
    passed++;
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}\n  ${String(error).split('\n').slice(0, 6).join('\n  ')}`);
    await page.screenshot({ path: `${shots}failed.png` });
  } finally {
    await page.close();
  }
}

function equal(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  }
}

const openDemonstration = async (page, id) => {
  await id('ct-demonstration').click();
  await page.locator('[data-testid=ct-slice] canvas[data-frame]').waitFor();
  await page.waitForTimeout(400);
};
const sliceVersion = page => page.locator('[data-testid=ct-slice] canvas').getAttribute('data-version');

for (const kind of ['Float32Array', 'Uint16Array']) {
  await check(`${kind}: each sample fills its own rectangle in its own colour`, async page => {
    const wrong = await page.evaluate(type => {
      const values = [0, 51, 102, 153, 204, 255];
      if (type === 'Float32Array') values.splice(3, 3, NaN, Infinity, -Infinity);
      const data = globalThis[type].from(values);
      const tile = { frame: 0, x: 0, y: 0, binX: 1, binY: 1, width: 3, height: 2, data };
      const pixels = window.demo.painted(tile, 90, 60, { low: 0, high: 256 });
      const grey = v => (0xff000000 | (v << 16) | (v << 8) | v) >>> 0;
      const colour = v => (Number.isNaN(v) ? 0xff7f5fd0 : grey(Math.min(Math.max(v, 0), 255)));
      let count = 0;
      for (let y = 0; y < 60; y++) {
        for (let x = 0; x < 90; x++) {
          if (pixels[y * 90 + x] !== colour(values[Math.floor(y / 30) * 3 + Math.floor(x / 30)])) count++;
        }
      }
      return count;
    }, kind);
    equal(wrong, 0, 'wrong pixels');
  });
}

await check('the empty tab shows the ways in, and a broken file says what to do', async (page, id) => {
  await id('ct-empty').waitFor();
  await page.getByText('phantom.h5').waitFor();
  await page.screenshot({ path: `${shots}empty.png` });
  await page.getByText('broken.h5').click();
  await id('ct-error').waitFor();
  await page.screenshot({ path: `${shots}broken.png` });
});

await check('the axis is found, typed, nudged and dragged, and the slice follows', async (page, id) => {
  await openDemonstration(page, id);
  equal(await id('ct-axis-input').inputValue(), '131.50', 'axis');
  await id('ct-score').locator('canvas').waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}centre-light.png` });
  const before = await sliceVersion(page);
  await id('ct-axis-input').fill('140');
  await id('ct-axis-input').press('Enter');
  await page.waitForFunction(
    old => document.querySelector('[data-testid=ct-slice] canvas').dataset.version !== old,
    before,
  );
  await id('ct-axis-input').press('ArrowUp');
  equal(await id('ct-axis-input').inputValue(), '140.25', 'nudged axis');
  const stage = await page.locator('[data-testid=ct-sinogram] .daisy-ImageView-stage').boundingBox();
  const viewBox = await page.locator('[data-testid=ct-sinogram] svg').first().getAttribute('viewBox');
  const [left, , across] = viewBox.split(' ').map(Number);
  const lineX = stage.x + ((140.75 - left) / across) * stage.width;
  await page.mouse.move(lineX, stage.y + 60);
  await page.mouse.down();
  await page.mouse.move(lineX - 30, stage.y + 60, { steps: 5 });
  await page.mouse.up();
  const dragged = Number(await id('ct-axis-input').inputValue());
  if (!(dragged < 130 && dragged > 100)) throw new Error(`dragged to ${dragged}`);
  await id('ct-find-axis').click();
  await page.waitForFunction(() => document.querySelector('[data-testid=ct-axis-input]').value === '131.50');
});

await check('wheel zooms at the pointer, double click shows all, the value is read out', async (page, id) => {
  await openDemonstration(page, id);
  const stage = page.locator('[data-testid=ct-slice] .daisy-ImageView-stage');
  const viewBox = () => stage.locator('svg').getAttribute('viewBox');
  const fitted = await viewBox();
  const box = await stage.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const reading = () => page.locator('[data-testid=ct-slice] .daisy-ImageView-reading').textContent();
  const before = (await reading()).match(/x \d+ +y \d+/)[0];
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(
    old => document.querySelector('[data-testid=ct-slice] svg').getAttribute('viewBox') !== old,
    fitted,
  );
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  equal((await reading()).match(/x \d+ +y \d+/)[0], before, 'pixel under the pointer');
  await stage.dblclick();
  await page.waitForFunction(
    old => document.querySelector('[data-testid=ct-slice] svg').getAttribute('viewBox') === old,
    fitted,
  );
});

await check('a volume is reconstructed with progress and opened', async (page, id) => {
  await openDemonstration(page, id);
  await id('ct-step-tune').click();
  await id('ct-filter').selectOption('hann');
  await page.waitForFunction(() => window.ctState.params.filter === 'hann');
  await id('ct-step-run').click();
  await id('ct-reconstruct').click();
  await id('ct-progress').waitFor();
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${shots}run-light.png` });
  await id('ct-open-result').click({ timeout: 10000 });
  await page.locator('[data-testid=ct-result] canvas[data-frame]').waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}view-light.png` });
});

await check('a run is cancelled', async (page, id) => {
  await openDemonstration(page, id);
  await id('ct-reconstruct').click();
  await id('ct-cancel').click();
  await page.getByText('Cancelled. Nothing was written.').waitFor();
});

await check('a stopped kernel is told and survived', async (page, id) => {
  await openDemonstration(page, id);
  await page.evaluate(() => window.demo.link.setState('dead'));
  await id('ct-kernel-banner').waitFor();
  await page.screenshot({ path: `${shots}dead.png` });
  await page.getByRole('button', { name: 'Restart kernel' }).click();
  await page.locator('[data-testid=ct-slice] canvas[data-frame]').waitFor();
});

await check(
  'the dark theme and Chinese fit',
  async (page, id) => {
    await openDemonstration(page, id);
    await id('ct-score').locator('canvas').waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${shots}centre-dark-zh.png` });
    await id('ct-step-data').click();
    await page.screenshot({ path: `${shots}data-dark-zh.png` });
    await id('ct-step-inspect').click();
    await page.screenshot({ path: `${shots}inspect-dark-zh.png` });
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('button, label, output, h3')]
        .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
        .map(e => e.textContent),
    );
    equal(cut, [], 'truncated texts');
  },
  '?theme=dark&lang=zh',
);

await check(
  'a chart is drawn from the Vega-Lite of a curve',
  async page => {
    await page.locator('#app svg, #app canvas').first().waitFor();
    await page.screenshot({ path: `${shots}chart.png` });
  },
  '?show=chart',
);

await browser.close();
demo.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
