/** What the CT app does for scans that need more: proposals, iterations, mapping by hand, comparisons, growing scans, keys alone. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { brightnessOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

const stem = demoScan.replace(/\.h5$/, '');
const timeout = 120_000;

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function ctStepsSuite(lab) {
  const tab = () => ctTab(lab().page);
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();
  const inFolder = name => join(lab().folder, name);
  const operations = () => lab().page.locator('.daisy-Operation:visible').count();
  /** In another tab, on the same kernel. */
  const openTab = async path => {
    await lab().page.evaluate(path => window.jupyterapp.commands.execute('daisy:open-ct', { path }), path);
    await lab().page.locator('.daisy-Ct-top:visible', { hasText: path }).waitFor({ timeout });
  };

  before(async () => {
    const { page } = lab();
    await closeEverything(page);
    await page.setViewportSize({ width: 1280, height: 720 });
    await openInCt(page);
    await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
    await tab().picture();
  });
  after(() => lab().page.setViewportSize({ width: 1280, height: 800 }));

  test('a pipeline is proposed with its reasons, taken, and taken back by keys', { timeout }, async () => {
    const { page } = lab();
    await tab().goTo('pipeline');
    await part('ct-propose').click();
    await part('ct-choices').waitFor();
    const text = await part('ct-choices').innerText();
    for (const topic of ['Rotation axis', 'Rings', 'Phase', 'Method']) assert.match(text, new RegExp(topic));
    await part('ct-choices').getByRole('button', { name: 'why?' }).nth(1).click();
    assert.match(await part('ct-choices').innerText(), /lie on a line within [\d.]+ px/);
    await keepScreenshot(page, 'ct-proposal');
    await tab().goTo('centre');
    const found = await tab().axisPx();
    await tab().typeAxis(found + 5);
    await part('ct-axis-left').focus();
    await page.keyboard.press('Control+z');
    await eventually(
      () => tab().axisPx(),
      px => px === found,
      'the axis is back',
    );
    await page.keyboard.press('Control+Shift+z');
    await eventually(
      () => tab().axisPx(),
      px => px === found + 5,
      'and there again',
    );
    await tab().goTo('pipeline');
    await part('ct-proposal-take').click();
    await tab().goTo('centre');
    await eventually(
      () => tab().axisPx(),
      px => Math.abs(px - found) < 0.5,
      'the proposed axis is taken',
    );
  });

  test('one step of the pipeline shows its own effect, on the sinogram and on the slice', { timeout }, async () => {
    const { page } = lab();
    await tab().goTo('pipeline');
    const earlier = await operations();
    for (const name of [/outliers|zinger/i, /stripes: sorting/i]) {
      const names = await part('ct-add-operation').locator('option').allInnerTexts();
      await part('ct-add-operation').selectOption({ label: names.find(one => name.test(one)) });
    }
    await part(`ct-operation-${earlier + 1}-show`).click();
    await part('ct-change-difference').click();
    await tab().picture('ct-change');
    assert.match(await part('ct-changed').innerText(), /% of the sinogram/);
    await part(`ct-operation-${earlier + 1}-compare`).click();
    await part('ct-split').waitFor();
    await tab().picture('ct-pinned');
    await keepScreenshot(page, 'ct-step');
    await tab().goTo('centre');
    await part('ct-unpin').click();
    await tab().goTo('pipeline');
    for (let left = await operations(); left > 0; left--) {
      await page
        .getByRole('button', { name: /^Take out/ })
        .first()
        .click();
      await eventually(operations, count => count === left - 1, 'the operation is gone');
    }
  });

  test('iterations take the place of the Fourier method and tell how they converge', { timeout }, async () => {
    await tab().goTo('tune');
    const fourier = await tab().picture();
    await part('ct-recon-method').selectOption('ct.iterative');
    await part('ct-convergence').locator('canvas').waitFor();
    await eventually(
      async () => differenceOf(fourier, await brightnessOf(tab().slice)),
      change => change > 0.5,
      'the slice is another',
    );
    await part('ct-lcurve-start').click();
    await part('ct-lcurve').locator('canvas').waitFor({ timeout });
    await keepScreenshot(lab().page, 'ct-iterations');
    await part('ct-lcurve-take').click();
    await part('ct-recon-method').selectOption('');
    await part('ct-convergence').waitFor({ state: 'hidden' });
  });

  test('two volumes are compared, measured, and give back their steps', { timeout: 2 * timeout }, async () => {
    const { page } = lab();
    const write = async name => {
      await tab().goTo('run');
      await tab().out.fill(name);
      await tab().reconstruct.click();
      // the button of the run before may still be there
      await eventually(() => existsSync(inFolder(name)), Boolean, `${name} is written`, timeout);
      await tab().openResult.waitFor({ timeout });
    };
    await tab().goTo('tune');
    await tab().filter.selectOption({ label: 'ramp' });
    await write(`${stem}-ramp.h5`);
    await tab().goTo('tune');
    await tab().filter.selectOption({ label: 'hann' });
    await write(`${stem}-hann.h5`);
    await tab().openResult.click();
    await tab().picture('ct-result');
    await part('ct-volume-compare').click();
    await page.getByRole('button', { name: `${stem}-ramp.h5` }).click();
    for (const view of ['ct-other', 'ct-other-change']) await tab().picture(view);
    await keepScreenshot(page, 'ct-compare');
    await part('ct-volume-compare').click();
    await tab().picture('ct-front');
    await part('ct-tool-segment').click();
    const box = await part('ct-result').locator('.daisy-ImageView-stage').boundingBox();
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.5 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.5 * box.height, { steps: 4 });
    await page.mouse.up();
    await part('ct-profile').locator('canvas').waitFor();
    assert.match(await part('ct-length').innerText(), /Length [\d.]+ px/);
    await keepScreenshot(page, 'ct-measure');
    await tab().goTo('tune');
    await tab().filter.selectOption({ label: 'shepp' });
    await tab().goTo('view');
    await part('ct-volume-steps').click();
    await part('ct-record').waitFor();
    await eventually(
      () => part('ct-record').innerText(),
      text => /Filter hann/.test(text),
      'the steps of the volume are taken',
    );
  });

  test('the copied cell runs and writes the volume', { timeout }, async () => {
    const { page } = lab();
    await tab().goTo('run');
    await part('ct-out').fill('from-cell.h5');
    await tab().goTo('provenance');
    await page.locator('.daisy-Ct details:visible summary').click();
    const cell = await eventually(
      () => part('ct-cell').innerText(),
      text => /from-cell\.h5/.test(text),
      'the cell names the file',
    );
    const { ok, said } = await page.evaluate(async code => {
      const { kernels } = window.jupyterapp.serviceManager;
      await kernels.refreshRunning();
      const model = [...kernels.running()].find(({ name }) => name === 'daisy-typescript');
      const connection = kernels.connectTo({ model });
      await connection.info;
      const { content } = await connection.requestExecute({ code }).done;
      connection.dispose();
      return { ok: content.status === 'ok', said: JSON.stringify(content) };
    }, cell);
    assert.ok(ok, said);
    assert.ok(existsSync(inFolder('from-cell.h5')), 'the volume is written');
  });

  test('a scan that waits in the queue gets an axis of its own', { timeout }, async () => {
    // the first takes long, so that the second waits
    for (const [name, isLong] of [
      ['first', true],
      ['second', false],
    ]) {
      await tab().takeLong(isLong);
      await tab().goTo('run');
      await part('ct-out').fill(`${stem}-${name}.h5`);
      await part('ct-enqueue').click();
    }
    const axis = part('ct-job-axis');
    await axis.fill('120.5');
    await axis.blur();
    const jobs = lab().page.locator('[data-testid="ct-job"]:visible');
    await jobs.getByRole('button', { name: 'Cancel', exact: true }).click();
    await eventually(
      () => part('ct-runs').innerText(),
      text => /120\.50/.test(text) && !/Waiting/.test(text),
      'the run has that axis',
      timeout,
    );
  });

  test('every step, its form and its pictures are reached by keys alone', { timeout }, async () => {
    const { page } = lab();
    await part('ct-step-data').focus();
    for (const step of ['inspect', 'pipeline', 'centre', 'tune', 'run', 'view', 'provenance']) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await eventually(
        () => part(`ct-step-${step}`).getAttribute('aria-current'),
        current => current === 'step',
        `${step} is open`,
      );
    }
    await tab().goTo('centre');
    await part('ct-step-provenance').focus();
    const reached = new Set();
    for (let count = 0; count < 40; count++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        const shown = getComputedStyle(element);
        const outlined = shown.outlineStyle !== 'none' || shown.boxShadow !== 'none' || element.matches('select');
        return { id: element.dataset.testid ?? element.parentElement?.dataset.testid ?? '', outlined };
      });
      reached.add(focus.id);
      if (focus.id === 'ct-reconstruct') break;
    }
    for (const id of ['ct-slice', 'ct-projection', 'ct-axis-input', 'ct-find-axis', 'ct-sweep-start', 'ct-reconstruct'])
      assert.ok(reached.has(id), `${id} is reached by Tab: ${[...reached].join(' ')}`);
  });

  test('what the file does not say is mapped by hand, and remembered', { timeout }, async () => {
    await openTab(demoScan);
    await tab().goTo('data');
    await part('ct-map').click();
    await part('ct-mapping').waitFor();
    await part('ct-map-darks').selectOption('none');
    await part('ct-map-pixelSizeUm').fill('0.65');
    await keepScreenshot(lab().page, 'ct-mapping');
    await part('ct-map-use').click();
    await eventually(
      () => part('ct-facts').innerText(),
      text => /0\.65/.test(text),
      'the pixel size is known',
    );
    assert.ok(existsSync(inFolder(`${demoScan}.scan.json`)));
    await openTab(demoScan);
    await tab().goTo('data');
    await part('ct-facts').filter({ hasText: '0.65' }).waitFor();
    await part('ct-map').click();
    await part('ct-map-forget').click();
    await eventually(
      () => part('ct-facts').innerText(),
      text => !/0\.65/.test(text),
      'the mapping is forgotten',
    );
  });

  const data = process.env.DAISY_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data');
  const savu = join(data, 'ct/savu_image_test');
  const skip = existsSync(savu) ? false : `no ${savu}`;
  test('a folder that is still being written is followed', { timeout: 2 * timeout, skip }, async () => {
    const folder = inFolder('growing');
    mkdirSync(join(folder, 'tiffs'), { recursive: true });
    const images = readdirSync(join(savu, 'tiffs')).sort();
    const copy = name => cpSync(join(savu, name), join(folder, name));
    readdirSync(savu)
      .filter(name => /\.tiff?$/.test(name))
      .forEach(copy);
    images.slice(0, 60).forEach(name => copy(join('tiffs', name)));
    await openTab('growing');
    await tab().goTo('data');
    const top = () => lab().page.locator('.daisy-Ct-top:visible').innerText();
    await eventually(top, text => /60 ×/.test(text), 'the first images are there');
    await part('ct-follow').check();
    images.slice(60).forEach(name => copy(join('tiffs', name)));
    await eventually(top, text => /91 ×/.test(text), 'the new images are there');
    await part('ct-follow').uncheck();
    await tab().picture('ct-projection');
  });

  const tooth = join(data, 'ct/tooth.h5');
  test(
    'the tooth goes through all steps',
    { timeout: 2 * timeout, skip: existsSync(tooth) ? false : `no ${tooth}` },
    async () => {
      cpSync(tooth, inFolder('tooth.h5'));
      await openTab('tooth.h5');
      await tab().goTo('centre');
      await tab().picture();
      await eventually(
        () => tab().axisPx(),
        px => Math.abs(px - 296) <= 0.5,
        'the axis is found',
      );
      await tab().goTo('inspect');
      await part('ct-through-tool').click();
      const box = await part('ct-projection').locator('.daisy-ImageView-stage').boundingBox();
      const { mouse } = lab().page;
      await mouse.move(box.x + 0.4 * box.width, box.y + 0.45 * box.height);
      await mouse.down();
      await mouse.move(box.x + 0.6 * box.width, box.y + 0.55 * box.height, { steps: 3 });
      await mouse.up();
      await part('ct-through').locator('canvas').waitFor();
      await keepScreenshot(lab().page, 'ct-through');
      for (const step of ['pipeline', 'tune']) {
        await tab().goTo(step);
        await tab().picture('ct-sinogram');
      }
      await tab().reconstruct.click();
      await tab().openResult.waitFor({ timeout });
      await tab().openResult.click();
      await tab().picture('ct-result');
      await keepScreenshot(lab().page, 'ct-tooth');
    },
  );
}
