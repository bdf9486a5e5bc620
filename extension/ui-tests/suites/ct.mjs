/** From a scan in the file browser to a reconstructed volume. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { ctTab, openWithCt } from '../harness/ct-tab.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { brightnessOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';
import { setTheme } from '../harness/theme.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function ctSuite(lab) {
  const tab = () => ctTab(lab().page);
  /** Axis that was found for the demonstration scan, in px. */
  let foundPx = NaN;

  before(async () => {
    await closeEverything(lab().page);
  });

  test('the file browser opens a scan with "Open With > CT reconstruction"', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openWithCt(page);
    for (const view of ['ct-projection', 'ct-sinogram']) await tab().picture(view);
    assert.ok(existsSync(join(lab().folder, demoScan)), 'the scan keeps its name');
  });

  test('the axis is found near the middle of the detector, and the slice shows', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await tab().goTo('centre');
    await tab().findAxis.click();
    foundPx = await eventually(
      () => tab().axisPx(),
      px => px > 100 && px < 156,
      'an axis is found',
      60_000,
    );
    await tab().picture();
    await keepScreenshot(page, 'ct-axis-light');
  });

  test('another axis gives another slice, and the way back gives the first one', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const sharp = await settled(() => brightnessOf(tab().slice));
    await tab().typeAxis(foundPx + 8);
    await eventually(
      async () => differenceOf(sharp, await brightnessOf(tab().slice)),
      change => change > 1,
      'the slice changes',
    );
    await keepScreenshot(page, 'ct-wrong-axis-light');
    await tab().typeAxis(foundPx);
    await eventually(
      async () => differenceOf(sharp, await brightnessOf(tab().slice)),
      change => change < 1,
      'the slice is back',
    );
  });

  test('a reconstruction shows progress and can be cancelled', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await tab().takeLong(true);
    await tab().reconstruct.click();
    await tab().progress.waitFor({ timeout: 60_000 });
    await tab().cancel.click();
    await tab().cancel.waitFor({ state: 'hidden', timeout: 60_000 });
    assert.equal(await tab().openResult.count(), 0, 'a cancelled run offers no result');
    assert.deepEqual(await volumesIn(page), [], 'no file under the final name');
    await tab().takeLong(false);
  });

  test('a reconstruction runs to its end and its result opens', { timeout: 180_000 }, async () => {
    const { page } = lab();
    await tab().reconstruct.click();
    await tab().openResult.waitFor({ timeout: 120_000 });
    assert.equal((await volumesIn(page)).length, 1);
    await tab().openResult.click();
    await tab().picture('ct-result');
    await keepScreenshot(page, 'ct-result-light');
  });

  test('the scan was never downloaded', () => {
    const downloads = lab().watch.requests.filter(
      ({ path }) => /^\/files\/.*\.h5/.test(path) || /^\/api\/contents\/[^?]*\.h5\?(?!.*content=0)/.test(path),
    );
    assert.deepEqual(downloads, []);
  });

  test('opening a scan makes no copy of it on the server', () => {
    const copies = lab().watch.requests.filter(
      ({ method, path }) => method === 'POST' && /\.h5\/checkpoints/.test(path),
    );
    assert.deepEqual(copies, []);
  });

  test('the dark theme keeps the pictures and darkens the rest', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await tab().goTo('centre');
    await setTheme(page, 'JupyterLab Dark');
    await tab().picture();
    await keepScreenshot(page, 'ct-dark');
    await setTheme(page, 'JupyterLab Light');
  });
}

/** A measurement that has stopped changing. */
async function settled(measure) {
  let last = await measure();
  return eventually(
    async () => {
      await new Promise(resolve => setTimeout(resolve, 300));
      const next = await measure();
      const same = differenceOf(last, next) < 0.01;
      last = next;
      return same ? next : undefined;
    },
    value => value !== undefined,
    'the picture settles',
  );
}

/** Names of HDF5 files in the folder besides the scan. */
const volumesIn = page =>
  page.evaluate(async () => {
    const { content } = await window.jupyterapp.serviceManager.contents.get('', { content: true });
    return content
      .map(({ name }) => name)
      .filter(name => name.endsWith('.h5') && !name.startsWith('phantom-256x64x181.h5'));
  });
