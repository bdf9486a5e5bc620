/** The notebook of rich output, drawn by JupyterLab's own renderers and ours. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { inRoot } from '../../../scripts/setup/paths.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { openNotebook, outputsOf, runAll } from '../harness/notebook.mjs';
import { keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function displaySuite(lab) {
  before(async () => {
    await closeEverything(lab().page);
    cpSync(inRoot('binder/notebooks/display.ipynb'), join(lab().folder, 'display.ipynb'));
  });

  test('arrays, tables, charts, pictures, formulas and bars are drawn', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openNotebook(page, 'display.ipynb');
    assert.equal(await runAll(page), true, 'no cell failed');
    for (const drawing of [
      '.vega-embed canvas, .vega-embed svg',
      '[data-testid="daisy-image"] canvas',
      'th:has-text("keV")',
      'figcaption:has-text("image 2 of 0 to 3")',
      'mjx-container, .MathJax',
      'img[src^="data:image/svg+xml"], .jp-RenderedSVG svg',
      'b:has-text("8,402")',
    ]) {
      const drawn = outputsOf(page).locator(drawing).first();
      await drawn.waitFor({ timeout: 60_000, state: 'attached' });
    }
    await outputsOf(page)
      .filter({ hasText: /^Rows: 40 in [\d.]+ s/ })
      .first()
      .waitFor();
    await outputsOf(page).locator('th:has-text("keV")').scrollIntoViewIfNeeded();
    await keepScreenshot(page, 'display-light');
  });

  test('names in data never become elements', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const alerts = [];
    const listen = dialog => {
      alerts.push(dialog.message());
      void dialog.dismiss();
    };
    page.on('dialog', listen);
    await page.evaluate(async () => {
      const { sessionContext } = window.jupyterapp.shell.currentWidget;
      const code = `display([{ '<img src=x onerror=alert(1)>': '<script>alert(2)</script>' }], { id: 'harm' });`;
      const panel = window.jupyterapp.shell.currentWidget;
      panel.content.activeCellIndex = panel.content.widgets.length - 1;
      await window.jupyterapp.commands.execute('notebook:insert-cell-below');
      panel.content.activeCell.model.sharedModel.setSource(code);
      await window.jupyterapp.commands.execute('notebook:run-cell');
      return sessionContext.session.kernel.status;
    });
    const table = outputsOf(page).filter({ hasText: '<script>alert(2)</script>' }).first();
    await table.waitFor();
    assert.equal(await table.locator('img, script').count(), 0);
    page.off('dialog', listen);
    assert.deepEqual(alerts, []);
  });
}
