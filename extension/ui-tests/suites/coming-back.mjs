/** A reload of the page brings tabs back as they were left: as the view of a file, and as a tab of its own. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeEverything, usable } from '../harness/lab.mjs';
import { layoutSaved } from '../harness/layout.mjs';
import { keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function comingBackSuite(lab) {
  const tab = () => ctTab(lab().page);
  before(async () => {
    await closeEverything(lab().page);
  });

  for (const [kind, open] of [
    ['the view of a file', openInCt],
    ['a tab of its own', openOwnTab],
  ]) {
    test(`${kind} comes back with its row, axis, filter and step`, { timeout: 180_000 }, async () => {
      const { page } = lab();
      await closeEverything(page);
      await open(page);
      await tab().picture();
      await tab().goTo('centre');
      await tab().typeAxis(131.25);
      await setRow(tab().row, 20);
      await tab().goTo('tune');
      await tab().filter.selectOption({ label: 'hann' });
      await tab().picture();
      await saved(page, state => state.row === 20 && state.axisPx === 131.25 && state.params.filter === 'hann');
      // Not the address of the page: while a document is in front it names the document, which would be opened by it.
      await page.goto(new URL('/lab', page.url()).href);
      await usable(page);
      await tab().picture();
      await tab().filter.waitFor();
      assert.equal(await tab().filter.locator('option:checked').innerText(), 'hann');
      assert.equal(await tab().row.inputValue(), '20');
      await keepScreenshot(page, `ct-back-${open === openOwnTab ? 'own' : 'document'}`);
      await tab().goTo('centre');
      assert.equal(await tab().axisPx(), 131.25);
      assert.equal(await page.locator('.daisy-AppWidget').count(), 1, 'the tab came back once');
    });
  }
}

/** Opens the scan in a tab that the launcher makes. */
async function openOwnTab(page) {
  await page.locator('.jp-LauncherCard', { hasText: 'CT reconstruction' }).click();
  await page.getByRole('button', { name: 'Open the demonstration scan' }).click();
  await ctTab(page).slice.waitFor({ timeout: 60_000 });
}

async function setRow(slider, row) {
  await slider.fill(String(row));
}

/** Waits until the layout on the server holds this state of a CT tab. */
const saved = (page, holds) =>
  layoutSaved(page, data =>
    Object.entries(data)
      .filter(([key]) => key.startsWith('daisy-ct'))
      .map(([, value]) => value.data?.state ?? value.data?.args?.state)
      .some(state => state && holds(state)),
  );
