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

  test('a slice stands inline as a picture', async () => {
    assert.ok((await outputsOf(lab().page).locator('img, canvas').count()) > 0);
  });
}
