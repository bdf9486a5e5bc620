/** The notebook that the launcher offers, run from its first to its last cell. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { closeEverything } from '../harness/lab.mjs';
import { outputsOf, runAll } from '../harness/notebook.mjs';
import { keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function tourSuite(lab) {
  before(async () => {
    await closeEverything(lab().page);
  });

  test('the launcher opens it and it runs to its end', { timeout: 240_000 }, async () => {
    const { page } = lab();
    await page.locator('.jp-LauncherCard', { hasText: 'Tour notebook' }).click();
    await page.waitForSelector('.jp-NotebookPanel');
    await page.evaluate(async () => {
      while (!window.jupyterapp.shell.currentWidget?.sessionContext)
        await new Promise(resolve => setTimeout(resolve, 50));
      const { context, sessionContext } = window.jupyterapp.shell.currentWidget;
      await context.ready;
      await sessionContext.ready;
    });
    assert.equal(await runAll(page), true, 'no cell failed');
    assert.equal(
      await outputsOf(page)
        .filter({ has: page.locator('[data-mime-type="application/vnd.jupyter.stderr"]') })
        .count(),
      0,
    );
    await keepScreenshot(page, 'tour-light');
  });

  test('a run was drawn in one place and tells where its volume is', { timeout: 60_000 }, async () => {
    const { page } = lab();
    const run = page.locator('.jp-NotebookPanel [data-testid="daisy-run"]');
    await run.scrollIntoViewIfNeeded();
    assert.equal(await run.count(), 1);
    assert.match(await run.innerText(), /CT reconstruction\s+phantom-256x64x181\.h5\s+Done in [\d.]+ s/);
    await run.locator('[data-testid="daisy-run-file"]', { hasText: 'Saved in tour-volume.h5' }).waitFor();
    const texts = await page.evaluate(() =>
      window.jupyterapp.shell.currentWidget.content.model
        .toJSON()
        .cells.flatMap(({ outputs = [] }) => outputs)
        .filter(({ data }) => data?.['application/vnd.daisy.run.v1+json'])
        .map(({ data }) => String(data['text/plain'])),
    );
    assert.equal(texts.length, 1);
    assert.match(texts[0], /^CT reconstruction: done in [\d.]+ s, saved in tour-volume\.h5$/);
    await keepScreenshot(page, 'tour-run-light');
    await setTheme(page, 'JupyterLab Dark');
    await keepScreenshot(page, 'tour-run-dark');
    await setTheme(page, 'JupyterLab Light');
  });

  test('a slice stands inline as a picture', async () => {
    assert.ok((await outputsOf(lab().page).locator('img, canvas').count()) > 0);
  });
}

const setTheme = (page, theme) =>
  page.evaluate(async theme => {
    await window.jupyterapp.commands.execute('apputils:change-theme', { theme });
    await new Promise(resolve => setTimeout(resolve, 500));
  }, theme);
