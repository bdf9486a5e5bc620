/** The panels: objects, algorithms and runs of the kernel that is in front. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { shutDownKernel } from '../harness/kernel-death.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { layoutSaved } from '../harness/layout.mjs';
import { newNotebook, outputsOf, startCell, waitForOutput } from '../harness/notebook.mjs';
import { brightnessOf, contrastOf, eventually, keepScreenshot } from '../harness/pictures.mjs';
import { setTheme } from '../harness/theme.mjs';

/** Objects of all kinds that the panels draw. */
const objects = `import { ndarray, store } from '@daisy-lab/runtime';
const size = 64;
const ramp = Float32Array.from({ length: 4 * size * size }, (_, i) => Math.hypot((i % size) - 32, ((i / size) | 0) % size - 32));
await store.put(ndarray(ramp, [4, size, size], ['frame', 'row', 'column'], '1/px'), { name: 'cone' });
await store.put(ndarray(Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i / 300)), [5000], ['time']), { name: 'wave' });
await store.put({ energy: Float64Array.of(7112, 7120, 7130), edge: ['Fe', 'Fe', 'Fe'] }, { name: 'edges' });
await store.put({ note: '<img src=x onerror=alert(1)>' }, { name: '<b>note</b>' });
console.log('objects', 'ready');`;

const panels = [
  ['daisy:show-data', 'daisy-data'],
  ['daisy:show-algorithms', 'daisy-algorithms'],
  ['daisy:show-runs', 'daisy-runs'],
  ['daisy:show-log', 'daisy-log'],
];

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function workbenchSuite(lab) {
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();
  const execute = (command, args) =>
    lab().page.evaluate(([command, args]) => void window.jupyterapp.commands.execute(command, args), [command, args]);
  /** Source of the cell that was put in last. */
  const activeCell = () =>
    lab().page.evaluate(() =>
      [...window.jupyterapp.shell.widgets('main')]
        .find(widget => widget.content?.activeCell)
        ?.content.activeCell.model.sharedModel.getSource(),
    );

  before(async () => {
    const { page, open } = lab();
    await closeEverything(page);
    // a page that knows of no kernel yet
    await open();
  });
  after(async () => {
    const { page } = lab();
    await setTheme(lab().page, 'JupyterLab Light');
    await page.evaluate(() => {
      window.jupyterapp.shell.collapseRight();
      window.jupyterapp.shell.activateById('filebrowser');
    });
    await closeEverything(page);
  });

  /** Every panel says in a sentence how the kernel is, and has these buttons. */
  async function inEveryPanel(state, sentence, ...buttons) {
    const { page } = lab();
    for (const [command, id] of panels) {
      await execute(command);
      const said = page.locator(`#${id} [data-testid="workbench-state"][data-state="${state}"]`);
      await said.waitFor({ timeout: 60_000 });
      assert.match(await said.innerText(), sentence, id);
      assert.deepEqual(await said.getByRole('button').allInnerTexts(), buttons, id);
    }
    await page.evaluate(() => window.jupyterapp.shell.collapseRight());
    await execute('daisy:show-data');
  }

  test(
    'without a kernel every panel says so and starts one; one that has stopped is restarted',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await inEveryPanel('absent', /The Daisy kernel of the apps does not run yet/, 'Start the kernel');
      await part('workbench-start').click();
      await part('workbench-empty').waitFor({ timeout: 60_000 });
      await shutDownKernel(page);
      await inEveryPanel('dead', /The kernel has stopped/, 'Restart kernel');
      await part('workbench-restart').click();
      await part('workbench-empty').waitFor({ timeout: 60_000 });
      await closeEverything(page);
    },
  );

  test(
    'a notebook of another language, and one without a kernel, say so and offer a way',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await page.evaluate(async () => {
        const panel = await window.jupyterapp.commands.execute('notebook:create-new', { kernelName: 'python3' });
        await panel.sessionContext.ready;
      });
      const ways = ['Choose a kernel…', 'Show the kernel of the apps'];
      await inEveryPanel('foreign', /This notebook runs Python 3/, ...ways);
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown());
      await inEveryPanel('none', /no kernel/, ...ways);
      await closeEverything(page);
    },
  );

  test('the objects of the notebook in front appear by themselves, with pictures', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await newNotebook(page);
    await part('workbench-empty').waitFor({ timeout: 60_000 });
    await startCell(page, objects);
    await waitForOutput(page, 'objects ready');
    await part('object-cone').waitFor();
    assert.match(await part('object-cone').innerText(), /float32 4×64×64 · 1\/px · 65.5 kB/);
    assert.match(await part('workbench-memory').innerText(), /of \d/);
    await eventually(
      async () => contrastOf(await brightnessOf(part('object-cone'))),
      contrast => contrast > 50,
      'the small picture is drawn',
    );
    await part('object-wave').locator('polyline').waitFor({ state: 'attached' });
    await keepScreenshot(page, 'workbench-data-light');
  });

  test('names of objects are text', async () => {
    assert.equal(await part('object-<b>note</b>').locator('strong').innerText(), '<b>note</b>');
  });

  test('an object is renamed by keyboard and comes into the notebook as a cell', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await part('object-open-wave').focus();
    await page.keyboard.press('F2');
    await part('object-name').fill('sine');
    await page.keyboard.press('Enter');
    await part('object-sine').waitFor();
    await part('object-insert-sine').click();
    await eventually(activeCell, source => source?.includes("store.get('sine').read()"), 'the cell is there');
    await page.evaluate(() => window.jupyterapp.commands.execute('notebook:run-cell-and-select-next'));
    await startCell(page, "console.log('length', sine.shape[0]);");
    await waitForOutput(page, 'length 5000');
  });

  test('an object is dragged into a cell as the code that takes it out', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const cell = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content').last();
    await part('object-open-sine').dragTo(cell);
    await eventually(
      () => cell.innerText(),
      text => text.includes("store.get('sine').read()"),
      'the code is in the cell',
    );
    await cell.fill('');
  });

  test('it opens as curve, table and facts; an image with its stack', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await part('object-open-sine').click();
    await part('inspector-curve').waitFor();
    await part('inspector-show-table').click();
    await part('inspector-table').waitFor();
    await part('inspector-show-histogram').click();
    await part('inspector-histogram').waitFor();
    await part('inspector-show-facts').click();
    await part('inspector-facts').waitFor();
    await part('object-open-cone').click();
    await eventually(
      async () => contrastOf(await brightnessOf(part('inspector-image'))),
      contrast => contrast > 50,
      'the image is drawn',
    );
    await keepScreenshot(page, 'workbench-image-light');
    await setTheme(lab().page, 'JupyterLab Dark');
    await part('object-open-edges').click();
    await part('inspector-table').waitFor();
    await keepScreenshot(page, 'workbench-table-dark');
  });

  test('an object is saved into a file; one that exists is not replaced', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    const save = async () => {
      await part('object-save-cone').click();
      await part('object-name').press('Enter');
    };
    await save();
    await part('workbench-saved').waitFor();
    assert.ok(existsSync(join(folder, 'cone.h5')));
    await save();
    await page
      .locator('[data-testid="workbench-objects"] .daisy-ErrorPanel:visible', { hasText: 'cone.h5' })
      .first()
      .waitFor();
  });

  test('removing asks first', async () => {
    await part('object-remove-edges').click();
    await part('object-remove-yes').click();
    await part('object-edges').waitFor({ state: 'detached' });
    await part('inspector-removed').waitFor();
  });

  test('an algorithm is found by words and runs as a cell on a chosen object', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await execute('daisy:show-algorithms');
    await part('algorithms-search').fill('gaussian');
    await part('algorithm-image.gaussianFilter').click();
    await part('algorithm-details').waitFor();
    await part('algorithm-sigmaPx').waitFor({ timeout: 60_000 });
    assert.equal(await part('algorithm-canvas').isEnabled(), false);
    await keepScreenshot(page, 'workbench-algorithms-dark');
    await setTheme(lab().page, 'JupyterLab Light');
    await page.evaluate(() => {
      const notebook = [...window.jupyterapp.shell.widgets('main')].find(widget => widget.content?.activeCell);
      window.jupyterapp.shell.activateById(notebook.id);
    });
    await part('algorithm-input-images').selectOption({ index: 1 });
    await keepScreenshot(page, 'workbench-algorithms-light');
    await part('algorithm-run').click();
    await lab().page.locator('.jp-CodeCell', { hasText: 'run(image.gaussianFilter' }).waitFor();
    await startCell(page, "console.log('smooth', smooth.shape.join());");
    await waitForOutput(page, 'smooth 4,64,64');
    assert.deepEqual(await outputsOf(page).filter({ hasText: 'rror' }).allInnerTexts(), []);
  });

  test('a step goes onto the canvas in front', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await execute('daisy:new-workflow');
    await part('canvas-palette').locator('li').first().waitFor({ timeout: 60_000 });
    await part('algorithms-search').fill('minus log');
    await part('algorithm-ct.minusLog').click();
    await eventually(() => part('algorithm-canvas').isEnabled(), Boolean, 'the canvas takes a step');
    await part('algorithm-canvas').click();
    await part('canvas-card-minusLog').waitFor();
    await keepScreenshot(page, 'workbench-canvas-light');
  });

  test('runs of all kernels are listed', { timeout: 120_000 }, async () => {
    await execute('daisy:show-runs');
    await part('workbench-runs').waitFor();
    await part('runs-filter').selectOption('here');
  });

  test('a run of an app is seen going on, and ends when it is cancelled', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openInCt(page);
    const tab = ctTab(page);
    await tab.picture();
    await tab.takeLong(true);
    await tab.goTo('run');
    // An earlier suite may have written the volume.
    await page.getByLabel('Replace the file when it exists').check();
    const rows = page.locator('.daisy-RunRow');
    const nameOf = row => row.getAttribute('data-testid', { timeout: 1000 }).catch(() => null);
    const before = await nameOf(rows.first());
    await tab.reconstruct.click();
    const name = await eventually(
      () => nameOf(rows.first()),
      found => found !== before,
      'it is listed',
    );
    const newest = part(name);
    await part('run-cancel').click();
    await eventually(
      () => newest.getAttribute('data-state'),
      state => state === 'cancelled',
      'it is cancelled',
    );
    await newest.getByRole('button', { name: 'Log' }).click();
    await eventually(
      () => newest.locator('[data-testid="run-log"]').innerText(),
      text => /Started CT reconstruction|Started /.test(text),
      'its log is there',
    );
    assert.equal(await part('workbench-runs').locator('.daisy-ErrorPanel').count(), 0);
    await keepScreenshot(page, 'workbench-runs-light');
  });

  test('the panel comes back with the page', { timeout: 120_000 }, async () => {
    const { open } = lab();
    await execute('daisy:show-data');
    await part('workbench-kernel').waitFor();
    await layoutSaved(lab().page, data => data['layout-restorer:data']?.left?.current === 'daisy-data');
    await open('/lab');
    await part('workbench-kernel').waitFor();
  });
}
