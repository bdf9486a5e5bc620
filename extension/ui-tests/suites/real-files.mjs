/** The HDF5 browser over files of real beamlines, and over one of 5 GB. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { before, test } from 'node:test';
import { inRoot } from '../../../scripts/setup/paths.mjs';
import { hdf5Tab } from '../harness/hdf5-tab.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { writeSparseStack } from '../harness/large-files.mjs';
import { brightnessOf, contrastOf, eventually } from '../harness/pictures.mjs';

const data = process.env.DAISY_TEST_DATA ?? inRoot('../shared/data');
const folder = join(data, 'ct');
const extensions = ['.h5', '.hdf5', '.nxs', '.nx', '.cxi', '.txrm', '.tif', '.tiff', '.npy'];
const gigabytes5 = { frames: 600, size: 2048, filled: [0, 300] };

/** Data files of a folder and below, one of the images of a stack. */
function filesIn(path) {
  const entries = readdirSync(path, { withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && extensions.includes(extname(entry.name).toLowerCase()));
  const own = files.length > 20 ? [path] : files.map(({ name }) => join(path, name));
  return [...own, ...entries.filter(entry => entry.isDirectory()).flatMap(({ name }) => filesIn(join(path, name)))];
}

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function realFilesSuite(lab) {
  const { part, picture, tells } = hdf5Tab(lab);
  const open = args =>
    lab().page.evaluate(
      args => window.jupyterapp.commands.execute('daisy:open-hdf5', args).then(() => undefined),
      args,
    );

  before(() => closeTabs(lab().page));

  test(
    'every scan of the test data opens at something to look at',
    {
      timeout: 120_000,
      skip: !existsSync(folder) && `there are no scans in ${folder}`,
    },
    async () => {
      const files = filesIn(folder);
      assert.ok(files.length > 3, String(files));
      for (const file of files) {
        await open({ state: { file } });
        const { page } = lab();
        const shown = page.locator('[data-testid="hdf5-image"], [data-testid="hdf5-curve"], [data-testid="hdf5-text"]');
        await shown.and(page.locator(':visible')).first().waitFor({ timeout: 60_000 });
        if (await part('hdf5-image').isVisible()) {
          // a dark image may be even, so it need not show contrast, only be drawn
          await part('hdf5-image').locator('canvas[data-version]').waitFor({ timeout: 60_000 });
        }
        assert.deepEqual(await page.locator('.daisy-ErrorPanel:visible').allInnerTexts(), [], file);
        await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
      }
    },
  );

  test('a file of 5 GB opens as fast as a small one, and goes to any image', { timeout: 120_000 }, async () => {
    const path = join(lab().folder, 'large.h5');
    await writeSparseStack({ path, ...gigabytes5 });
    await open({ path: 'large.h5' });
    const first = await picture('hdf5-image', 20);
    await tells('600 × 2048 × 2048');
    await part('hdf5-index-0').fill('300');
    await eventually(
      () => brightnessOf(part('hdf5-image')),
      grid => contrastOf(grid) > 20 && grid.some((value, at) => Math.abs(value - first[at]) > 20),
      'another image shows',
    );
  });
}
