/** Every screen of Daisy under axe-core, in light and dark: no serious finding in the elements of Daisy. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { demoScan, inRoot } from '../../../scripts/setup/paths.mjs';
import { findings } from '../harness/axe.mjs';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeEverything, closeTabs } from '../harness/lab.mjs';
import { newNotebook, startCell, waitForOutput } from '../harness/notebook.mjs';
import { setTheme } from '../harness/theme.mjs';

const timeout = 120_000;
const themes = ['JupyterLab Light', 'JupyterLab Dark'];

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function accessibilitySuite(lab) {
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();
  const execute = (command, args = {}) =>
    lab().page.evaluate(
      ([command, args]) => window.jupyterapp.commands.execute(command, args).then(() => undefined),
      [command, args],
    );
  const check = async screen => assert.deepEqual(await findings(lab().page), [], screen);
  /** The same in the dark theme: contrasts differ, little else does. */
  const checkInBothThemes = async screen => {
    await check(screen);
    await setTheme(lab().page, themes[1]);
    await check(`${screen}, dark`);
    await setTheme(lab().page, themes[0]);
  };

  before(() => closeTabs(lab().page));
  after(async () => {
    const { page } = lab();
    await setTheme(lab().page, themes[0]);
    await page.evaluate(() => {
      window.jupyterapp.shell.collapseRight();
      window.jupyterapp.shell.activateById('filebrowser');
    });
    await closeEverything(page);
  });

  test('the CT app before a scan is open, and in every step', { timeout }, async () => {
    const { page } = lab();
    const tab = ctTab(page);
    await execute('daisy:open-ct');
    await part('ct-empty').waitFor();
    await check('empty');
    await closeTabs(page);
    await openInCt(page);
    await tab.picture();
    for (const step of ['data', 'inspect', 'pipeline', 'centre', 'tune', 'run', 'view', 'provenance']) {
      await tab.goTo(step);
      if (step === 'inspect') await part('ct-findings').waitFor();
      if (step === 'centre') {
        await part('ct-mirror-toggle').click();
        await part('ct-line-fit').click();
        await part('ct-line-use').waitFor();
      }
      if (step === 'pipeline') await part('ct-add-operation').selectOption({ index: 1 });
      await (step === 'centre' ? checkInBothThemes(step) : check(step));
    }
  });

  test('the HDF5 browser with an image, a comparison, a curve, a table and a search', { timeout }, async () => {
    const { page } = lab();
    await closeTabs(page);
    await execute('docmanager:open', { path: demoScan });
    await part('hdf5-image').locator('canvas[data-version]').waitFor({ timeout: 60_000 });
    await checkInBothThemes('image');
    await part('hdf5-keep').click();
    await part('hdf5-tool-row').click();
    await part('hdf5-profile').waitFor();
    await check('comparison');
    await part('hdf5-compare-close').click();
    await part('hdf5-view-curve').click();
    await part('hdf5-curve').waitFor();
    await check('curve');
    await part('hdf5-view-table').click();
    await part('hdf5-table').locator('td').first().waitFor();
    await check('table');
    await part('hdf5-search').fill('dark');
    await part('hdf5-tree').locator('[role="treeitem"]', { hasText: 'data_dark' }).waitFor();
    await check('search');
  });

  test('the canvas with the workflow of CT and the form of a step', { timeout }, async () => {
    const { page, folder } = lab();
    await closeTabs(page);
    cpSync(inRoot('examples/ct.daisy'), join(folder, 'seen.daisy'));
    await execute('docmanager:open', { path: 'seen.daisy' });
    await part('canvas-card-recon').waitFor({ timeout: 60_000 });
    await check('canvas');
    await part('canvas-card-recon').click();
    await checkInBothThemes('step');
  });

  test('the panels and an object in a tab', { timeout }, async () => {
    const { page } = lab();
    await closeTabs(page);
    await newNotebook(page);
    await startCell(
      page,
      `import { ndarray, store } from '@daisy-lab/runtime';
await store.put(ndarray(Float32Array.from({ length: 4096 }, (_, i) => i % 64), [64, 64], ['row', 'column']), { name: 'ramp' });
console.log('object', 'ready');`,
    );
    await waitForOutput(page, 'object ready');
    await execute('daisy:show-data');
    await part('object-ramp').waitFor();
    await check('data');
    await part('object-open-ramp').click();
    await part('inspector').waitFor();
    await checkInBothThemes('inspector');
    await part('inspector-show-histogram').click();
    await part('inspector-histogram').waitFor();
    await check('histogram');
    await execute('daisy:show-algorithms');
    await part('workbench-algorithms').locator('li').first().waitFor();
    await part('workbench-algorithms').locator('li button').first().click();
    await check('algorithms');
    await execute('daisy:show-runs');
    await part('workbench-runs').waitFor();
    await check('runs');
    await execute('daisy:show-log');
    await part('workbench-log').waitFor();
    await check('log');
  });
}
