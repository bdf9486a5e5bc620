/** Every step of the CT app on the demonstration scan, as its user goes through them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { brightnessOf, contrastOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

const stem = demoScan.replace(/\.h5$/, '');
/** Smallest screen that everything has to fit on. */
const smallest = { width: 1280, height: 720 };
const timeout = 120_000;

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function ctScreensSuite(lab) {
  const tab = () => ctTab(lab().page);
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();
  const inFolder = name => join(lab().folder, name);
  /** Drags over the stage of a view, in shares of its size. */
  const drag = async (view, from, to) => {
    const box = await part(view).locator('.daisy-ImageView-stage').boundingBox();
    const { mouse } = lab().page;
    await mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
    await mouse.down();
    await mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 4 });
    await mouse.up();
  };
  /** Waits until a view shows something else than before. */
  const changes = (view, before, least = 0.5) =>
    eventually(
      async () => differenceOf(before, await brightnessOf(part(view))),
      change => change > least,
      `${view} changes`,
    );

  before(async () => {
    const { page } = lab();
    await closeEverything(page);
    await page.setViewportSize(smallest);
    await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
    await openInCt(page);
    await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
    await tab().picture();
  });
  after(() => lab().page.setViewportSize({ width: 1280, height: 800 }));

  test('Inspect says what the data are good for, and turns the sample', { timeout }, async () => {
    await tab().goTo('inspect');
    await part('ct-findings').filter({ hasText: 'half turn' }).waitFor();
    for (const view of ['ct-flats', 'ct-darks']) await tab().picture(view);
    await keepScreenshot(lab().page, 'ct-inspect');
    // the noise of the air lies on both sides of zero
    await part('ct-projection').getByTestId('mark-flaws').click();
    const negative = part('ct-projection').getByTestId('flaw-negative');
    await eventually(
      () => negative.innerText(),
      text => /below zero\s+[1-9]/.test(text),
      'pixels below zero are counted',
    );
    assert.match(await part('ct-projection').getByTestId('flaw-noNumber').innerText(), /no number\s+0/);
    await keepScreenshot(lab().page, 'ct-marks');
    await part('ct-projection').getByTestId('mark-flaws').click();
    await negative.waitFor({ state: 'hidden' });
    await part('ct-movie').click();
    await eventually(
      async () => Number(await part('ct-angle-slider').inputValue()),
      angle => angle > 3,
      'the movie runs',
    );
    await part('ct-movie').click();
  });

  test('Centre sweeps the axis; a click on the sharpest slice takes its axis', { timeout }, async () => {
    const { page } = lab();
    await tab().goTo('centre');
    const found = await tab().axisPx();
    await part('ct-sweep-step').selectOption('2');
    await part('ct-sweep-start').click();
    await eventually(
      () => part('ct-sweep').locator('canvas[data-version]').count(),
      count => count === 16,
      '16 slices are shown',
    );
    await part('ct-sweep-score').locator('canvas').waitFor();
    await page.locator('[data-testid="ct-sweep"] [data-best]').click();
    assert.ok(Math.abs((await tab().axisPx()) - found) <= 1, 'the sharpest slice lies at the axis that was found');
    await part('ct-sweep-11').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await eventually(
      () => tab().axisPx(),
      px => Math.abs(px - found - 4) < 0.01,
      'arrow and Enter take the slice beside it',
    );
  });

  test('the axis of several rows is joined by a line, and opposite projections match at it', { timeout }, async () => {
    const { page } = lab();
    await tab().find();
    await part('ct-line-fit').click();
    await part('ct-line-use').waitFor();
    assert.match(await part('ct-tilt').innerText(), /Tilt -?0\.\d+°/);
    if (await part('ct-line-use').isEnabled()) await part('ct-line-use').click();
    const fitted = await tab().axisPx();
    await part('ct-mirror-toggle').click();
    await eventually(
      () => part('ct-mirror').locator('canvas').first().getAttribute('data-version'),
      version => version !== null,
      'opposite projections are shown',
    );
    const matching = await brightnessOf(part('ct-mirror'));
    await keepScreenshot(page, 'ct-mirror');
    await tab().typeAxis(fitted + 6);
    await changes('ct-mirror', matching, 1);
    await tab().typeAxis(fitted);
    await part('ct-mirror-toggle').click();
    await tab().picture('ct-projection');
  });

  test('a kept slice is compared with the live one, split and as difference', { timeout }, async () => {
    const { page } = lab();
    await part('ct-pin').click();
    await part('ct-split').waitFor();
    await tab().find();
    await eventually(
      () => tab().axisPx(),
      px => px < 134,
      'the axis is back',
    );
    await tab().picture('ct-pinned');
    await keepScreenshot(page, 'ct-centre');
    await part('ct-split').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await eventually(
      () => part('ct-split').getAttribute('aria-valuenow'),
      share => share === '60',
      'the split moves',
    );
    await part('ct-compare-difference').click();
    await tab().picture('ct-difference');
    await part('ct-unpin').click();
    await tab().picture();
  });

  test('an operation of the pipeline shows what it changes, and can be bypassed', { timeout }, async () => {
    await tab().goTo('pipeline');
    const names = await part('ct-add-operation').locator('option').allInnerTexts();
    const rings = names.find(name => /stripes: sorting/i.test(name)) ?? names[1];
    assert.ok(rings, 'there are operations');
    await part('ct-add-operation').selectOption({ label: rings });
    await part('ct-changed').waitFor();
    await part('ct-change-difference').click();
    await tab().picture('ct-change');
    await keepScreenshot(lab().page, 'ct-pipeline');
    await part('ct-operation-0-on').uncheck();
    await part('ct-change').waitFor({ state: 'hidden' });
    await lab()
      .page.getByRole('button', { name: /^Take out/ })
      .click();
    await part('ct-operation-0').waitFor({ state: 'hidden' });
  });

  test('Tune changes the slice with each parameter, and measures it', { timeout }, async () => {
    await tab().goTo('tune');
    const sharp = await tab().picture();
    await tab().filter.selectOption({ label: 'hann' });
    await changes('ct-slice', sharp);
    await part('ct-tool-rectangle').click();
    await drag('ct-slice', [0.45, 0.45], [0.55, 0.55]);
    await part('ct-statistics')
      .filter({ hasText: /mean\s*-?[\d.]+/ })
      .waitFor();
    await part('ct-tool-segment').click();
    await drag('ct-slice', [0.2, 0.5], [0.8, 0.55]);
    await part('ct-profile').locator('canvas').waitFor();
    await part('ct-tool-segment').click();
  });

  test('a grid over two parameters shows all pairs, and a click takes one', { timeout }, async () => {
    await part('ct-grid-values-0').fill('ramp, hamming, hann');
    await part('ct-grid-values-1').fill('128, 131.44, 135');
    await part('ct-grid-start').click();
    await eventually(
      () => part('ct-grid').locator('canvas[data-version]').count(),
      count => count === 9,
      'nine slices are shown',
    );
    await keepScreenshot(lab().page, 'ct-tune');
    await part('ct-grid-4').click();
    await eventually(
      () => tab().filter.locator('option:checked').innerText(),
      filter => filter === 'hamming',
      'its filter is taken',
    );
    await tab().goTo('centre');
    assert.equal(await tab().axisPx(), 131.44);
  });

  test('Run checks disk, memory and time, and shows slices before they are written', { timeout }, async () => {
    await tab().goTo('run');
    await part('ct-preflight').waitFor();
    await eventually(
      () => part('ct-preflight').innerText(),
      text => /free on the disk/.test(text) && /of memory/.test(text) && /64 slices/.test(text),
      'the checks are shown',
    );
    const middle = await tab().picture('ct-recipe');
    await part('ct-recipe').locator('.daisy-ImageView-stage').focus();
    await lab().page.keyboard.press('}');
    await changes('ct-recipe', middle);
  });

  test('scans wait in a queue, and their volumes open', { timeout }, async () => {
    await part('ct-out').fill(`${stem}-queued.h5`);
    await part('ct-enqueue').click();
    await part('ct-out').fill(`${stem}-second.h5`);
    await part('ct-enqueue').click();
    await eventually(
      () => part('ct-runs').locator('[data-testid="ct-job"][data-state="done"]').count(),
      count => count === 2,
      'both scans are done',
      timeout,
    );
    await keepScreenshot(lab().page, 'ct-run');
    assert.ok(existsSync(inFolder(`${stem}-queued.h5`)) && existsSync(inFolder(`${stem}-second.h5`)));
    await part('ct-runs').getByRole('button', { name: 'Open' }).first().click();
    for (const view of ['ct-result', 'ct-front', 'ct-side']) await tab().picture(view);
  });

  test('View moves through three planes, and writes pictures', { timeout }, async () => {
    const { page } = lab();
    const middle = await brightnessOf(part('ct-front'));
    await part('ct-result').locator('.daisy-ImageView-stage').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowDown');
    await changes('ct-front', middle);
    await keepScreenshot(page, 'ct-view');
    await part('ct-export').click();
    const text = await part('ct-exported').innerText();
    const [name] = /[\w-]+\.png/.exec(text) ?? [];
    assert.equal(readFileSync(inFolder(name)).subarray(1, 4).toString(), 'PNG');
    await part('ct-export-format').selectOption('tiff');
    await part('ct-export-all').check();
    await part('ct-export').click();
    await eventually(
      () => part('ct-exported').innerText(),
      words => /\.tif/.test(words),
      'the stack is written',
    );
    await part('ct-export-format').selectOption('gif');
    await part('ct-export').click();
    const said = await eventually(
      () => part('ct-exported').innerText(),
      words => /\.gif/.test(words),
      'the movie is written',
    );
    const movie = readFileSync(inFolder(/[\w-]+\.gif/.exec(said)[0])).toString('base64');
    const frames = await page.evaluate(async movie => {
      const data = Uint8Array.from(atob(movie), letter => letter.charCodeAt(0));
      const decoder = new ImageDecoder({ data, type: 'image/gif' });
      await decoder.tracks.ready;
      const { frameCount } = decoder.tracks.selectedTrack;
      (await decoder.decode({ frameIndex: frameCount - 1 })).image.close();
      return frameCount;
    }, movie);
    assert.equal(frames, 64, 'the browser plays the movie');
  });

  test('Provenance tells every step, and a document brings them back', { timeout }, async () => {
    const { page } = lab();
    await tab().goTo('provenance');
    await part('ct-record').waitFor();
    await eventually(
      () => part('ct-record').innerText(),
      text => /Filter hamming/.test(text) && /131\.44/.test(text),
      'the steps are told',
    );
    await part('ct-document').fill('kept.daisy');
    await part('ct-save').click();
    await part('ct-saved').waitFor();
    await keepScreenshot(page, 'ct-provenance');
    await tab().goTo('tune');
    await tab().filter.selectOption({ label: 'shepp' });
    await tab().goTo('provenance');
    await part('ct-load').click();
    await page.getByRole('button', { name: /kept\.daisy/ }).click();
    await tab().goTo('tune');
    await eventually(
      () => tab().filter.locator('option:checked').innerText(),
      filter => filter === 'hamming',
      'the document is taken',
    );
  });

  test('no heading covers another at 1280 x 720, between side panels', { timeout }, async () => {
    const { page } = lab();
    await page.evaluate(() => {
      window.jupyterapp.shell.activateById('filebrowser');
      return window.jupyterapp.commands.execute('daisy:show-runs').then(() => undefined);
    });
    await part('workbench-runs').waitFor();
    for (const step of ['inspect', 'centre', 'run', 'view']) {
      await tab().goTo(step);
      if (step === 'centre') await keepScreenshot(page, 'ct-narrow');
      const covered = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('.daisy-Ct-top, .daisy-StackSlider')]
          .filter(element => element.clientWidth > 0)
          .flatMap(row => [...row.children].map(child => [row, child, child.getBoundingClientRect()]));
        return boxes.flatMap(([row, child, a]) =>
          boxes
            .filter(([other, , b]) => a.width > 0 && b.width > 0 && (other !== row || a.left < b.left))
            .filter(([, , b]) => a.right > b.left + 1 && b.right > a.left + 1)
            .filter(([, , b]) => a.bottom > b.top + 1 && b.bottom > a.top + 1)
            .map(([, other]) => `${child.textContent} covers ${other.textContent}`),
        );
      });
      assert.deepEqual(covered, [], step);
    }
    await page.evaluate(() => {
      window.jupyterapp.shell.collapseLeft();
      window.jupyterapp.shell.collapseRight();
    });
  });

  test('no text is cut off at 1280 x 720, in no step', { timeout }, async () => {
    for (const step of ['data', 'inspect', 'pipeline', 'centre', 'tune', 'run', 'view', 'provenance']) {
      await tab().goTo(step);
      const cut = await lab().page.evaluate(() =>
        [...document.querySelectorAll('.daisy-Ct :is(button, label, output, h3, h4, th)')]
          .filter(element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
          .filter(element => getComputedStyle(element).textOverflow !== 'ellipsis')
          .map(element => element.textContent),
      );
      assert.deepEqual(cut, [], step);
    }
    assert.ok(contrastOf(await tab().picture()) > 40);
  });
}
