/** The notebook that the launcher offers, run from its first to its last cell. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { closeEverything } from '../harness/lab.mjs';
import { openNotebook, outputsOf, runAll } from '../harness/notebook.mjs';
import { keepScreenshot } from '../harness/pictures.mjs';
import { setTheme } from '../harness/theme.mjs';

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

  test('a run was drawn in one place and tells where its volume is', { timeout: 120_000 }, async () => {
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

  test('runs of a saved notebook are drawn as they were saved', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await saveNotebook(page, 'saved-runs.ipynb', savedRuns);
    await openNotebook(page, 'saved-runs.ipynb');
    const notebook = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
    const going = notebook.locator('[data-testid="daisy-run"][data-state="running"]');
    await going.waitFor();
    assert.match(await going.innerText(), /42 %\s+Reconstruct slices\s+2\.6 s left/);
    const failed = notebook.locator('[data-testid="daisy-run"][data-state="failed"]');
    assert.match(await failed.innerText(), /No flat fields were found\.\s+Choose a dataset of flat fields\./);
    await notebook.getByText('a run of a later version').waitFor();
    await keepScreenshot(page, 'saved-runs-light');
    await setTheme(page, 'JupyterLab Dark');
    await keepScreenshot(page, 'saved-runs-dark');
    await setTheme(page, 'JupyterLab Light');
    await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
  });

  test('a slice stands inline as a picture', async () => {
    assert.ok((await outputsOf(lab().page).locator('img, canvas').count()) > 0);
  });
}

const run = {
  run: 'r1',
  algorithm: 'ct.full',
  title: 'CT reconstruction',
  state: 'running',
  progress: 0.427,
  step: 'Reconstruct slices',
  elapsedMs: 2000,
  remainingMs: 2600,
  outputs: {},
  error: null,
  inputs: { scan: '/data/tooth.h5' },
};
const savedRuns = [
  [run, 'CT reconstruction: 42 %'],
  [
    {
      ...run,
      state: 'failed',
      error: {
        tag: 'ScanLayout',
        message: 'No flat fields were found.',
        action: 'Choose a dataset of flat fields.',
      },
    },
    'CT reconstruction: No flat fields were found.',
  ],
  [{ later: true }, 'a run of a later version'],
];

/** A notebook whose outputs are runs, as a kernel left them. */
const saveNotebook = (page, path, runs) =>
  page.evaluate(
    ([path, runs]) =>
      window.jupyterapp.serviceManager.contents.save(path, {
        type: 'notebook',
        format: 'json',
        content: {
          nbformat: 4,
          nbformat_minor: 5,
          metadata: { kernelspec: { name: 'daisy-typescript', display_name: 'TypeScript (Daisy)' } },
          cells: runs.map(([content, text], index) => ({
            cell_type: 'code',
            id: `run-${index}`,
            execution_count: 1,
            metadata: {},
            source: 'await display(run)',
            outputs: [
              {
                output_type: 'display_data',
                metadata: {},
                data: { 'application/vnd.daisy.run.v1+json': content, 'text/plain': text },
              },
            ],
          })),
        },
      }),
    [path, runs],
  );
