/** One file in two places: two windows, and a canvas beside a CT tab. What one has written is never lost without a word. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { demoScan, inRoot } from '../../../scripts/setup/paths.mjs';
import { canvasTab } from '../harness/canvas-tab.mjs';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeTabs, usable } from '../harness/lab.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function twoWindowsSuite(lab) {
  const file = 'shared.daisy';
  const onDisk = () => readFileSync(join(lab().folder, file), 'utf8');
  let other;

  before(async () => {
    await closeTabs(lab().page);
    copyFileSync(inRoot('examples/ct.daisy'), join(lab().folder, file));
  });
  after(() => other?.close());

  test(
    'a canvas shows what another window has written, and asks before it writes over it',
    { timeout: 120_000 },
    async () => {
      const { page, url } = lab();
      await canvasTab(page).open(file);
      other = await page.context().newPage();
      await other.goto(new URL('/lab/workspaces/other?reset', url).href);
      await usable(other);
      await canvasTab(other).open(file);
      assert.equal(await isDirty(other), false, 'a document that is only looked at has no edits');

      await addStep(page, 'ct.stripeSorting');
      await save(page);
      await eventually(onDisk, text => text.includes('stripeSorting'), 'the first window has saved');
      await comeBack(other);
      await eventually(
        () => textOf(other),
        text => text.includes('stripeSorting'),
        'the second window shows it',
      );
      await eventually(
        () => isDirty(other),
        dirty => !dirty,
        'it has no edits',
      );

      await addStep(other, 'ct.stripeFitting');
      await comeBack(page);
      await addStep(page, 'ct.stripeLarge');
      await save(page);
      await eventually(onDisk, text => text.includes('stripeLarge'), 'the first window has saved again');
      await comeBack(other);
      const mine = await textOf(other);
      assert.ok(mine.includes('stripeFitting') && !mine.includes('stripeLarge'), 'edits stay');
      await save(other);
      const dialog = other.locator('.jp-Dialog', { hasText: 'has changed on disk' });
      await dialog.waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await textOf(other), mine);
      assert.ok(!onDisk().includes('stripeFitting'));
      await other.close();
    },
  );

  test(
    'the CT app asks before it replaces a document that it has not written, and the canvas shows the new one',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const tab = ctTab(page);
      const part = name => page.locator(`[data-testid="${name}"]:visible`);
      await page.bringToFront();
      await openInCt(page);
      await tab.picture();
      await tab.goTo('provenance');
      await part('ct-document').fill(file);
      const before = onDisk();
      await part('ct-save').click();
      await part('ct-replace').waitFor();
      await keepScreenshot(page, 'ct-document-taken');
      assert.equal(onDisk(), before);
      await part('ct-replace').click();
      await part('ct-saved').waitFor();
      assert.ok(onDisk().includes('"findAxis"'));
      // its own document is replaced without a question
      await part('ct-save').click();
      await part('ct-saved').waitFor();
      await page.getByRole('button', { name: 'Open with canvas' }).click();
      await canvasTab(page).card('findAxis').waitFor();
      await eventually(
        () => isDirty(page),
        dirty => !dirty,
        'the canvas has no edits',
      );
      assert.equal(await textOf(page), onDisk());
      assert.ok(onDisk().includes(demoScan));
    },
  );
}

/** The document in front. */
const textOf = page => page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.toString());
const isDirty = page => page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.dirty);

/** Begins to save, as the key does; a dialog may ask something. */
const save = page => page.evaluate(() => void window.jupyterapp.commands.execute('docmanager:save').catch(() => null));

/** Turns to a window. Browsers without a screen do not always say that it has the focus. */
async function comeBack(page) {
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
}

async function addStep(page, algorithm) {
  const { setDrawer, part, card } = canvasTab(page);
  await setDrawer('left', true);
  await part('canvas-palette').locator('input').fill(algorithm);
  await part(`palette-${algorithm}`).dblclick();
  await card(algorithm.split('.').at(-1)).waitFor();
  await setDrawer('left', false);
}
