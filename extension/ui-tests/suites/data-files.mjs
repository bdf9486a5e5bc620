/** Data files that are not HDF5 in the same browser, folders as stacks, and datasets of two files side by side. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { hdf5Tab } from '../harness/hdf5-tab.mjs';
import { closeTabs, listed } from '../harness/lab.mjs';
import { runAll, waitForOutput } from '../harness/notebook.mjs';
import { brightnessOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

const [height, width] = [160, 240];
const shape = [3, height, width];

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function dataFilesSuite(lab) {
  const { part, picture, open, tells } = hdf5Tab(lab);
  const execute = (command, args) =>
    lab().page.evaluate(
      ([command, args]) => window.jupyterapp.commands.execute(command, args).then(() => undefined),
      [command, args],
    );
  before(async () => {
    const { folder, page } = lab();
    for (const name of ['one.tif', 'one.npy', 'one.cxi', 'group.zarr']) await writeStack(join(folder, name), 1);
    await writeStack(join(folder, 'two.h5'), 5);
    mkdirSync(join(folder, 'frames'));
    for (const [at, factor] of [1, 3, 9].entries()) await writeImage(join(folder, `frames/image_000${at}.tif`), factor);
    await closeTabs(page);
  });

  for (const [name, path] of [
    ['one.tif', '/data'],
    ['one.npy', '/data'],
    ['one.cxi', '/stack'],
  ]) {
    test(`a double click on ${name} opens its images`, { timeout: 120_000 }, async () => {
      await open(name);
      await eventually(
        () => part('hdf5-path').inputValue(),
        found => found === path,
        `${name} is open`,
        60_000,
      );
      await picture();
      await tells('3 × 160 × 240');
    });
  }

  test('a folder of images and a Zarr group open from the file browser', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await execute('filebrowser:activate');
    for (const folder of ['frames', 'group.zarr']) {
      await closeTabs(page);
      await listed(page, folder).click({ button: 'right' });
      await page.locator('.lm-Menu-item', { hasText: 'Open folder with HDF5 browser' }).click();
      await picture();
      await tells('3 × 160 × 240');
    }
  });

  test('the browser without a file offers a folder of images as one stack', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await closeTabs(page);
    await execute('daisy:open-hdf5', {});
    await page.locator('.daisy-FileChooser:visible button', { hasText: 'frames/' }).click();
    await part('choose-folder').click();
    await picture();
    await tells('3 × 160 × 240');
  });

  test(
    'without a notebook a cell that reads the image comes into a new one, and runs',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await closeTabs(page);
      await open('one.tif');
      await picture();
      await part('hdf5-insert').click();
      await page.locator('.jp-NotebookPanel:visible .cm-content', { hasText: 'one.tif' }).waitFor({ timeout: 60_000 });
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.ready);
      await runAll(page);
      await waitForOutput(page, '160');
    },
  );

  test(
    'datasets of two files are compared: by address, and by dropping one on the other',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await closeTabs(page);
      await open('two.h5');
      await picture();
      await part('hdf5-keep').click();
      await picture('hdf5-kept-image');
      await part('hdf5-path').fill('one.cxi::/stack');
      await part('hdf5-path').press('Enter');
      await picture();
      const [kept, shown] = [await brightnessOf(part('hdf5-kept-image')), await brightnessOf(part('hdf5-image'))];
      assert.ok(differenceOf(kept, shown) > 0.5, 'two files are seen');
      await keepScreenshot(page, 'hdf5-two-files-light');
      await part('hdf5-compare-difference').click();
      await picture('hdf5-difference');
      await part('hdf5-compare-close').click();

      await open('one.tif', { options: { mode: 'split-right' } });
      const trees = page.locator('[data-testid="hdf5-tree"]:visible');
      await eventually(
        () => trees.count(),
        count => count === 2,
        'both files are open',
      );
      const target = page.locator('[data-testid="hdf5-image"]:visible').last();
      await target.locator('canvas[data-version]').first().waitFor();
      await trees.first().locator('[role="treeitem"]').first().dragTo(target);
      await page.locator('[data-testid="hdf5-kept-image"]:visible').waitFor();
      await page.locator('.daisy-Hdf5-kept:visible').filter({ hasText: 'one.cxi /stack' }).waitFor();
    },
  );
}

/** Rings whose centre moves with `shift`, and that widen from image to image. */
const pixelsOf = (frames, shift) =>
  Uint16Array.from({ length: frames * height * width }, (_, at) => {
    const [frame, y, x] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
    const radius = Math.hypot(x - 90 - 4 * shift, y - 80);
    return 100 + 800 * Math.exp(-(radius ** 2) / (1500 + 800 * frame)) * (1 + 0.5 * Math.cos(radius / 4));
  });

async function writeStack(path, shift) {
  const sink = await createSink(path, { overwrite: true });
  const name = /\.(tif|npy)$/.test(path) ? '/data' : '/stack';
  await sink.write(name, ndarray(pixelsOf(3, 3 * shift), shape, ['frame', 'y', 'x']));
  await sink.finish();
}

async function writeImage(path, shift) {
  const sink = await createSink(path, { overwrite: true });
  await sink.write('/data', ndarray(pixelsOf(1, shift), [height, width], ['y', 'x']));
  await sink.finish();
}
