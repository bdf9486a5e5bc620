/** The HDF5 browser as a measuring table: sinograms, corrected images, comparisons, files to keep, datasets to drag. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openSource } from '@daisy-lab/runtime';
import { demoScan, inRoot } from '../../../scripts/setup/paths.mjs';
import { hdf5Tab } from '../harness/hdf5-tab.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { newNotebook, runAll, waitForOutput } from '../harness/notebook.mjs';
import { brightnessOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function hdf5ViewsSuite(lab) {
  const { part, line, picture, changed, open, tells } = hdf5Tab(lab);

  /** Saves what is shown as a file by a menu, that of the screen or that of the first curve; gives its place. */
  async function saved(format, menu = 'hdf5-export') {
    const [download] = await Promise.all([lab().page.waitForEvent('download'), part(menu).selectOption(format)]);
    const file = join(lab().folder, `saved-${download.suggestedFilename()}`);
    await download.saveAs(file);
    return file;
  }

  /** A saved page draws its chart with nothing but itself. */
  async function opensByItself(file) {
    const page = await lab().page.context().newPage();
    const asked = [];
    page.on('request', request => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.locator('#chart canvas, #chart svg').first().waitFor();
    await keepScreenshot(page, 'curve-page');
    assert.deepEqual(
      asked.filter(url => !/^(file|data|blob):/.test(url)),
      [],
    );
    await page.close();
  }

  before(async () => {
    await closeTabs(lab().page);
    await open(demoScan);
    await part('hdf5-image').locator('canvas[data-version]').waitFor({ timeout: 90_000 });
  });

  test('a stack is looked at as sinograms, as transmission and as line integrals', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const projection = await picture();
    await part('hdf5-axes').selectOption('0,2');
    await changed(projection);
    await part('hdf5-index-1').fill('32');
    await part('hdf5-treatment').selectOption('log');
    await eventually(
      () => part('hdf5-image').locator('canvas').first().getAttribute('data-frame'),
      frame => frame === '32',
      'the row is chosen',
    );
    await picture();
    await keepScreenshot(page, 'hdf5-sinogram-light');
    await part('hdf5-axes').selectOption('1,2');
    await part('hdf5-treatment').selectOption('stored');
    await picture();
  });

  test('an image is kept and compared: side by side, and as a difference', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await part('hdf5-index-0').fill('0');
    await part('hdf5-keep').click();
    await picture('hdf5-kept-image');
    const kept = await brightnessOf(part('hdf5-kept-image'));
    await part('hdf5-index-0').fill('90');
    await changed(kept);
    assert.ok(differenceOf(kept, await brightnessOf(part('hdf5-kept-image'))) < 0.5, 'the kept image stays');
    await keepScreenshot(page, 'hdf5-compare-light');
    await part('hdf5-compare-difference').click();
    await picture('hdf5-difference');
    await keepScreenshot(page, 'hdf5-difference-light');
    await part('hdf5-compare-close').click();
    await picture();
  });

  test('two curves are drawn together with their difference', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await part('hdf5-view-curve').click();
    await part('hdf5-curve').waitFor();
    await part('hdf5-keep-curve').click();
    await part('hdf5-index-0').fill('10');
    await part('hdf5-curve-difference').waitFor();
    await keepScreenshot(page, 'hdf5-curves-light');
    const drawing = readFileSync(await saved('svg'), 'utf8');
    assert.match(drawing, /^<svg [^]*<path [^]*\/exchange\/data/);
    await opensByItself(await saved('page', 'curve-export'));
    await part('hdf5-keep-curve').click();
    await part('hdf5-view-image').click();
  });

  test('an image is saved with its values', { timeout: 120_000 }, async () => {
    await picture();
    const source = await openSource(await saved('tiff'));
    const { shape, dtype } = source.describe('/data');
    source.close();
    assert.deepEqual([shape, dtype], [[64, 256], 'uint16']);
  });

  test('a copy is written whose chunks suit the sinograms, and opened', { timeout: 120_000 }, async () => {
    await part('hdf5-axes').selectOption('0,2');
    await part('hdf5-rechunk').locator('summary').click();
    assert.equal(await part('hdf5-rechunk-for').inputValue(), 'rows');
    await part('hdf5-rechunk-start').click();
    await part('hdf5-rechunk-open').click();
    await tells(/Chunks\s*181 × \d+ × 256/);
    await closeTabs(lab().page);
    await open(demoScan);
    await picture();
  });

  test('a search finds words of attributes when it is asked to', { timeout: 120_000 }, async () => {
    await part('hdf5-search').fill('units=deg');
    await part('hdf5-tree').locator('[role="treeitem"]').first().waitFor({ state: 'hidden' });
    await part('hdf5-search-attributes').check();
    await line('/exchange/theta').waitFor();
    await part('hdf5-search').fill('');
  });

  test('a dataset is dragged into a notebook, where a cell reads it', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await closeTabs(page);
    await newNotebook(page);
    await open(demoScan, { options: { mode: 'split-right' } });
    await line('theta').dragTo(page.locator('.jp-NotebookPanel:visible .jp-Cell').first());
    await page.locator('.jp-NotebookPanel:visible .cm-content', { hasText: 'withSource' }).waitFor();
    await runAll(page);
    await waitForOutput(page, '181');
  });

  test('a dataset that is dragged onto a canvas gives its file to the input', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    await closeTabs(page);
    cpSync(inRoot('examples/ct.daisy'), join(folder, 'dropped.daisy'));
    await open('dropped.daisy');
    await part('canvas-card-recon').waitFor({ timeout: 60_000 });
    await open(demoScan, { options: { mode: 'split-bottom' } });
    await line('theta').dragTo(part('canvas-flow'), { targetPosition: { x: 20, y: 60 } });
    await eventually(
      () => part('canvas-value-scan').inputValue(),
      file => file.endsWith(demoScan),
      'the input has the file',
    );
  });
}
