/** TypeScript cells in the real page. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { closeEverything } from '../harness/lab.mjs';
import { interrupt, kernelStatus, newNotebook, outputsOf, startCell, waitForOutput } from '../harness/notebook.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function kernelSuite(lab) {
  before(async () => {
    await closeEverything(lab().page);
    await newNotebook(lab().page);
  });

  test('a typed cell prints its result', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await startCell(
      page,
      'interface Scan { axisPx: number }\nconst scan: Scan = { axisPx: 295.5 };\nconsole.log(scan.axisPx + 0.5);',
    );
    await waitForOutput(page, '296');
    await keepScreenshot(page, 'notebook-light');
  });

  test('a cell of the wrong type shows a diagnostic and does not run', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await startCell(page, "const rowPx: number = 'top';\nconsole.log('has run');");
    await waitForOutput(page, "not assignable to type 'number'");
    assert.equal(
      await outputsOf(page)
        .filter({ hasText: /^has run/ })
        .count(),
      0,
    );
  });

  test('completion knows the types of earlier cells', { timeout: 120_000 }, async () => {
    const reply = await lab().page.evaluate(async () => {
      const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
      const { content } = await kernel.requestComplete({ code: 'scan.', cursor_pos: 5 });
      return content.matches;
    });
    assert.ok(
      reply.some(match => match.endsWith('axisPx')),
      String(reply),
    );
  });

  test('a console runs a cell with the same kernel', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.evaluate(async () => {
      const panel = await window.jupyterapp.commands.execute('console:create', {
        kernelPreference: { name: 'daisy-typescript' },
      });
      await panel.sessionContext.ready;
      await panel.console.inject('console.log(6 * 7)');
    });
    await page.locator('.jp-CodeConsole .jp-OutputArea-output', { hasText: '42' }).waitFor({ timeout: 60_000 });
  });

  test('an endless loop is interrupted, and the next cell runs', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await closeEverything(page);
    await newNotebook(page);
    await startCell(page, "console.log('spinning'); while (true) {}");
    await waitForOutput(page, 'spinning');
    await interrupt(page);
    await eventually(
      () => kernelStatus(page),
      status => status === 'idle',
      'the kernel is idle',
    );
    await startCell(page, "console.log('still here');");
    await waitForOutput(page, 'still here');
  });
}
