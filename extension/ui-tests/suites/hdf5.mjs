/** The HDF5 browser: from a double click to values, measured, followed and brought into a notebook; the file is never downloaded. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { kernelProcess, shutDownKernel } from '../harness/kernel-death.mjs';
import { closeEverything, closeTabs, usable } from '../harness/lab.mjs';
import { hdf5Tab } from '../harness/hdf5-tab.mjs';
import { layoutSaved } from '../harness/layout.mjs';
import { newNotebook, runAll, waitForOutput } from '../harness/notebook.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';
import { setTheme } from '../harness/theme.mjs';

const hostile = '<img src=x onerror="window.hacked=1">';
const hostileFile = 'hostile.nxs';
const growing = 'growing.h5';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function hdf5Suite(lab) {
  const { part, line, picture, changed, open, tells } = hdf5Tab(lab);

  before(async () => {
    await writeHostile(join(lab().folder, hostileFile));
    await writeStack(join(lab().folder, growing), 3);
    await closeEverything(lab().page);
  });

  test('a double click opens a file at its largest dataset, with its tree', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await open(demoScan);
    await picture();
    assert.match(await part('hdf5-path').inputValue(), /^\/exchange\/data$/);
    await line('data_white').waitFor();
    await tells('181 × 64 × 256');
    await keepScreenshot(page, 'hdf5-image-light');
  });

  test('the slider goes through the stack, and a line or a region is measured', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const first = await picture();
    await part('hdf5-index-0').fill('90');
    await changed(first);
    await part('hdf5-tool-row').click();
    await part('hdf5-profile').waitFor();
    await keepScreenshot(page, 'hdf5-profile-light');
    await part('hdf5-tool-region').click();
    const stage = await part('hdf5-image').locator('canvas').first().boundingBox();
    await page.mouse.move(stage.x + stage.width * 0.4, stage.y + stage.height * 0.45);
    await page.mouse.down();
    await page.mouse.move(stage.x + stage.width * 0.6, stage.y + stage.height * 0.55, { steps: 3 });
    await page.mouse.up();
    await part('hdf5-statistics').filter({ hasText: 'mean' }).waitFor();
    await part('hdf5-together').selectOption('max');
    await picture();
    await part('hdf5-together').selectOption('none');
    await part('hdf5-tool-move').click();
  });

  test('a line through the stack is a curve, and its values are a table', { timeout: 120_000 }, async () => {
    await part('hdf5-view-curve').click();
    await part('hdf5-curve').waitFor();
    await part('hdf5-curve-axis').selectOption('0');
    await keepScreenshot(lab().page, 'hdf5-curve-light');
    await part('hdf5-view-table').click();
    await eventually(
      () => part('hdf5-table').locator('td').first().innerText(),
      text => /^[\d.]+$/.test(text),
      'the table has numbers',
    );
    await keepScreenshot(lab().page, 'hdf5-table-light');
    await part('hdf5-view-image').click();
  });

  test('a cell that reads what is shown goes into the notebook and runs', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await newNotebook(page);
    await open(demoScan);
    await part('hdf5-insert').click();
    await page.locator('.jp-NotebookPanel:visible .cm-content', { hasText: 'withSource' }).waitFor();
    await runAll(page);
    await waitForOutput(page, '64');
    await open(demoScan);
  });

  test('the view, slice and path come back after a reload of the page', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await part('hdf5-view-table').click();
    await layoutSaved(page, data => /"index":\[90,0,0\],"view":"table"/.test(JSON.stringify(data)));
    await page.goto(new URL('/lab', page.url()).href);
    await usable(page);
    await part('hdf5-table').waitFor({ timeout: 60_000 });
    assert.equal(await part('hdf5-index-0').inputValue(), '90');
    assert.equal(await part('hdf5-path').inputValue(), '/exchange/data');
  });

  test('markup in names, attributes, units and texts is shown as text', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await closeTabs(page);
    await open(hostileFile);
    await part('hdf5-curve').waitFor({ timeout: 60_000 });
    await tells('<img src=x');
    await line('notes').click();
    await line(hostile).click();
    await eventually(
      () => part('hdf5-text').innerText(),
      text => text.trim() === hostile,
      'the text shows',
    );
    await keepScreenshot(page, 'hdf5-hostile-light');
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await part('hdf5').locator('img').count(), 0);
  });

  test('a search finds by words of the path', { timeout: 120_000 }, async () => {
    await part('hdf5-search').fill('entry signal');
    await line('/entry/signal').click();
    await part('hdf5-curve').waitFor();
    await part('hdf5-search').fill('');
  });

  test('a file that grows is followed to its newest image', { timeout: 120_000 }, async () => {
    await open(growing);
    await picture();
    await part('hdf5-index-0').fill('2');
    await part('hdf5-follow').check();
    await writeStack(join(lab().folder, growing), 6);
    await eventually(
      () => part('hdf5-index-0').inputValue(),
      index => index === '5',
      'the newest image is chosen',
    );
    await part('hdf5-follow').uncheck();
  });

  test('it is dark in the dark theme', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await setTheme(page, 'JupyterLab Dark');
    await keepScreenshot(page, 'hdf5-image-dark');
    await setTheme(page, 'JupyterLab Light');
  });

  test('a kernel that was shut down is restarted by a button, at the same place', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await kernelProcess(page);
    await shutDownKernel(page);
    await part('hdf5-kernel-banner').filter({ hasText: 'The kernel has stopped.' }).waitFor();
    await keepScreenshot(page, 'hdf5-kernel-stopped');
    await part('hdf5-kernel-banner').getByRole('button', { name: 'Restart kernel' }).click();
    await part('hdf5-kernel-banner').waitFor({ state: 'hidden', timeout: 60_000 });
    await picture();
    assert.equal(await part('hdf5-index-0').inputValue(), '5');
  });

  test('no file was downloaded, and no copy was made on the server', () => {
    const wrong = lab().watch.requests.filter(
      ({ method, path }) =>
        /^\/files\/.*\.(h5|nxs)/.test(path) ||
        /^\/api\/contents\/[^?]*\.(h5|nxs)\?(?!.*content=0)/.test(path) ||
        (method === 'POST' && /\.(h5|nxs)\/checkpoints/.test(path)),
    );
    assert.deepEqual(wrong, []);
  });
}

/** Names, attributes, units and texts that would be markup if they were not shown as text. */
async function writeHostile(path) {
  const sink = await createSink(path, { overwrite: true });
  sink.group('/entry', { NX_class: hostile, signal: 'signal', axes: ['x'], title: hostile });
  sink.write('/entry/signal', ndarray(Float64Array.of(1, 3, 2, 5), [4], ['x']), { units: hostile, [hostile]: hostile });
  sink.write('/entry/x', ndarray(Float64Array.of(1, 2, 4, 8), [4], ['x']));
  sink.group('/notes');
  sink.writeScalar(`/notes/${hostile}`, hostile);
  await sink.finish();
}

/** A stack whose images differ. */
async function writeStack(path, frames) {
  const sink = await createSink(path, { overwrite: true });
  const pixels = Uint16Array.from(
    { length: frames * 32 * 48 },
    (_, at) => ((at * 7) % 97) * (1 + Math.floor(at / 1536)),
  );
  sink.write('/stack', ndarray(pixels, [frames, 32, 48], ['frame', 'y', 'x']));
  await sink.finish();
}
