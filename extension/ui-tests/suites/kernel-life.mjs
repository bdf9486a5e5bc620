/** What happens to a notebook while its kernel lives: restart, a second tab, a reload, completion and inspection. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { closeEverything, usable } from '../harness/lab.mjs';
import { kernelStatus, newNotebook, outputsOf, startCell, waitForOutput } from '../harness/notebook.mjs';
import { pageClient } from '../harness/page-client.mjs';
import { watchPage } from '../harness/page-watch.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function kernelLifeSuite(lab) {
  before(async () => {
    await closeEverything(lab().page);
    await newNotebook(lab().page);
  });

  test(
    'Tab opens a list with the members of an array, the tooltip knows their meaning',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await startCell(page, 'const counts = new Float32Array(4);');
      await idle(page);
      const editor = lastEditor(page);
      await editor.click();
      const completed = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .cm-content', {
        hasText: 'counts.subarray',
      });
      const popup = page.locator('.jp-Completer-item', { hasText: 'subarray' }).first();
      // JupyterLab gives an answer one second: on a busy machine the first one may miss it and is there at the next Tab.
      const offered = async () => {
        await editor.fill('');
        await page.keyboard.type('counts.subar');
        await page.keyboard.press('Tab');
        return completed
          .or(popup)
          .first()
          .waitFor({ timeout: 5_000 })
          .then(
            () => true,
            () => false,
          );
      };
      await eventually(offered, Boolean, 'members of the array', 40_000);
      await page.keyboard.press('Escape');
      await editor.fill('counts.subarray');
      const tooltip = page.locator('.jp-Tooltip', { hasText: 'begin' });
      const explained = async () => {
        await page.keyboard.press('Shift+Tab');
        return tooltip.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      };
      await eventually(explained, Boolean, 'what the member means');
      await page.keyboard.press('Escape');
      await editor.fill('');
    },
  );

  test('two tabs on one kernel share its values', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await startCell(page, "console.log('spacing', counts.length);");
    await waitForOutput(page, 'spacing 4');
    const shared = await page.evaluate(async () => {
      const { kernel, path } = window.jupyterapp.shell.currentWidget.sessionContext.session;
      window.notebook = window.jupyterapp.shell.currentWidget;
      window.console2 = await window.jupyterapp.commands.execute('console:create', {
        path,
        kernelPreference: { id: kernel.id, name: kernel.name },
      });
      await window.console2.sessionContext.ready;
      await window.console2.console.inject("console.log('from the console', counts.length)");
      return window.console2.sessionContext.session.kernel.id === kernel.id;
    });
    assert.ok(shared, 'the console has the kernel of the notebook');
    await page
      .locator('.jp-CodeConsole .jp-OutputArea-output', { hasText: 'from the console 4' })
      .waitFor({ timeout: 60_000 });
    await page.evaluate(() => {
      window.console2.dispose();
      window.jupyterapp.shell.activateById(window.notebook.id);
    });
  });

  test('a restart forgets the values, and the next cell runs', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart());
    await startCell(page, "console.log('after the restart', typeof (globalThis as { counts?: unknown }).counts);");
    await waitForOutput(page, 'after the restart undefined');
  });

  test(
    'RPC-13: a cell goes on through a reload of the page, and its output goes on too',
    { timeout: 120_000 },
    async () => {
      const { page, folder } = lab();
      await startCell(page, countingUntil('reloaded', 'count'));
      await waitForOutput(page, 'count 0');
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.save());
      const kernel = await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id);
      const path = await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.path);
      await lab().open();
      await usable(page);
      await openIn(page, path);
      assert.equal(
        await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id),
        kernel,
        'it is the same kernel',
      );
      const lines = async () => (await outputsOf(page).allInnerTexts()).join('\n').match(/count \d+/g) ?? [];
      const seen = (await lines()).length;
      await eventually(lines, now => now.length > seen, 'more lines come');
      writeFileSync(join(folder, 'reloaded'), '');
      await waitForOutput(page, 'the end');
      const all = await lines();
      assert.deepEqual(
        all,
        all.map((_, i) => `count ${i}`),
        'every line is there, once',
      );
      await idle(page);
      await startCell(page, "console.log('the same kernel');");
      await waitForOutput(page, 'the same kernel');
    },
  );

  test(
    'RPC-13: in two windows on one notebook a cell that one runs shows its output and its state in both, and both are answered',
    { timeout: 120_000 },
    async () => {
      const { page, url, folder } = lab();
      await lastEditor(page).fill(countingUntil('seen-in-both', 'round'));
      const path = await page.evaluate(async () => {
        const { context } = window.jupyterapp.shell.currentWidget;
        await context.save();
        return context.path;
      });
      const second = await page.context().newPage();
      const watch = watchPage(second, url);
      try {
        await second.goto(new URL('/lab/workspaces/second?reset', url).href);
        await usable(second);
        await openIn(second, path);
        const windows = [page, second];
        for (const window of windows) await window.evaluate(await pageClient());
        await page.bringToFront();
        await lastEditor(page).click();
        await page.keyboard.press('Shift+Enter');
        await Promise.all(windows.map(window => waitForOutput(window, 'round 1')));
        assert.deepEqual(await Promise.all(windows.map(kernelStatus)), ['busy', 'busy']);
        const [first, other] = await Promise.all(windows.map(askEpoch));
        assert.equal(first, other, 'one kernel answers both while the cell runs');
        writeFileSync(join(folder, 'seen-in-both'), '');
        await Promise.all(windows.map(window => waitForOutput(window, 'the end of round')));
        await Promise.all(windows.map(window => idle(window)));
        const [mine, theirs] = await eventually(
          () => Promise.all(windows.map(lastCell)),
          ([mine, theirs]) => isDeepStrictEqual(theirs, { ...mine, dirty: false }),
          'both windows show the same',
        );
        assert.equal(theirs.dirty, false);
        assert.match(mine.text, /^round 0\nround 1\n(round \d+\n)*the end of round\n$/);
        await keepScreenshot(second, 'notebook-second-window');
        assert.deepEqual(watch.problems, []);
      } finally {
        await second.close();
      }
    },
  );
}

/** A cell that counts `word` until a file of this name is in the folder. */
const countingUntil = (name, word) => `import { existsSync } from 'node:fs';
for (let i = 0; !existsSync('${name}'); i++) { console.log(\`${word} \${i}\`); await new Promise(done => setTimeout(done, 200)); }
console.log('the end of ${word}');`;

const lastEditor = page => page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content').last();

const openIn = (page, path) =>
  page.evaluate(async path => {
    const panel = await window.jupyterapp.commands.execute('docmanager:open', { path, factory: 'Notebook' });
    await panel.context.ready;
    await panel.sessionContext.ready;
  }, path);

/** Asks the kernel on a link of this window's own. */
const askEpoch = page =>
  page.evaluate(async () => {
    const link = await window.daisyLink(window.jupyterapp.shell.currentWidget.sessionContext.session);
    return (await link.request('hello', {})).result.epoch;
  });

/** What the cell that ran last shows: its number, its text, its state, and whether the notebook wants to be saved. */
const lastCell = page =>
  page.evaluate(() => {
    const { content, context } = window.jupyterapp.shell.currentWidget;
    const cell = content.widgets.filter(({ model }) => model.executionCount).at(-1).model;
    return {
      count: cell.executionCount,
      state: cell.sharedModel.executionState,
      text: cell.outputs.get(0).toJSON().text,
      dirty: context.model.dirty,
    };
  });

const idle = (page, timeoutMs = 30_000) =>
  eventually(
    () => kernelStatus(page),
    status => status === 'idle',
    'the kernel is idle',
    timeoutMs,
  );
