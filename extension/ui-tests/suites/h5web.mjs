/** The views of h5web inside the HDF5 browser, on files that the kernel reads. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { closeEverything, closeTabs } from '../harness/lab.mjs';
import { installH5webExtension } from '../harness/other-extension.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';
import { inDarkTheme } from '../harness/theme.mjs';

const file = 'plot.nxs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function h5webSuite(lab) {
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();

  async function goTo(path) {
    await part('hdf5-path').fill(path);
    await part('hdf5-path').press('Enter');
  }

  before(async () => {
    await writeNexus(join(lab().folder, file));
    await closeTabs(lab().page);
  });

  test('a NeXus group is drawn with its axes', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.evaluate(
      path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => undefined),
      file,
    );
    await part('hdf5-path').waitFor({ timeout: 60_000 });
    await goTo('/entry/data');
    await part('hdf5-view-h5web').click();
    await part('h5web').getByRole('tab', { name: 'NX Heatmap' }).waitFor({ timeout: 60_000 });
    await eventually(
      () => part('h5web').innerText(),
      text => text.includes('x (mm)') && text.includes('y (mm)'),
      'the axes have names and units',
    );
    await keepScreenshot(page, 'h5web-group-light');
    await inDarkTheme(page, () => keepScreenshot(page, 'h5web-group-dark'));
  });

  test('another object comes in the same view, with values as they are stored', { timeout: 120_000 }, async () => {
    await goTo('/entry/data/y');
    await part('h5web').getByRole('tab', { name: 'Matrix' }).click();
    await eventually(
      () => part('h5web').innerText(),
      text => text.includes('1.25'),
      'the values are in the table',
    );
    assert.equal(await part('hdf5-error').count(), 0);
  });

  test('a line that would keep the page busy is refused with a sentence', { timeout: 120_000 }, async () => {
    await goTo('/entry/long');
    await eventually(
      () => part('h5web').innerText(),
      text => /A line of 400000 values is too long for this view/.test(text),
      'the sentence shows',
    );
    // h5web shows what went wrong, and React says it once more
    const { problems } = lab().watch;
    problems.splice(0, problems.length, ...problems.filter(text => !/is too long for this view/.test(text)));
  });

  test('text and attributes of a file never become elements', { timeout: 120_000 }, async () => {
    await goTo('/entry/title');
    await eventually(
      () => part('h5web').innerText(),
      text => text.includes('<img src=x'),
      'the text is shown as text',
    );
    assert.equal(await part('h5web').locator('img').count(), 0);
  });

  test('beside jupyterlab-h5web, which takes all HDF5 files, they open as usual', { timeout: 120_000 }, async () => {
    const { page, open, extensions } = lab();
    await closeEverything(page);
    const takeOut = installH5webExtension(extensions);
    await open();
    const openFile = args =>
      page.evaluate(args => window.jupyterapp.commands.execute('docmanager:open', args).then(() => undefined), {
        path: demoScan,
        ...args,
      });
    const taken = () => page.evaluate(() => window.takenByH5web);
    await openFile({ factory: 'Editor' });
    assert.deepEqual(await taken(), [demoScan], 'the other extension is at work');
    await openFile();
    await part('hdf5-ct').click();
    await part('ct-slice').waitFor({ timeout: 60_000 });
    const files = await page.evaluate(() =>
      [...window.jupyterapp.shell.widgets('main')].filter(({ context }) => context).map(({ context }) => context.path),
    );
    assert.deepEqual(files, [demoScan, demoScan], 'both are documents');
    assert.deepEqual(await taken(), [demoScan]);
    await closeEverything(page);
    takeOut();
    await open();
  });
}

/** An image with its axes, as NeXus plots it. */
async function writeNexus(path) {
  const line = (length, step) => Float64Array.from({ length }, (_, at) => at * step);
  const image = Float32Array.from({ length: 40 * 60 }, (_, at) => Math.sin(at / 600) * Math.cos((at % 60) / 9));
  const sink = await createSink(path, { overwrite: true });
  sink.group('/entry', { NX_class: 'NXentry', default: 'data' });
  sink.writeScalar('/entry/title', '<img src=x onerror="window.hacked=1">');
  sink.group('/entry/data', { NX_class: 'NXdata', signal: 'image', axes: ['y', 'x'] });
  await sink.write('/entry/data/image', ndarray(image, [40, 60], ['y', 'x']), { units: 'count' });
  await sink.write('/entry/data/y', ndarray(line(40, 1.25), [40], ['y']), { units: 'mm' });
  await sink.write('/entry/data/x', ndarray(line(60, 0.5), [60], ['x']), { units: 'mm' });
  await sink.write('/entry/long', ndarray(line(400_000, 1), [400_000], ['x']));
  await sink.finish();
}
