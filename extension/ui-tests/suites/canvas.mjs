/** The workflow canvas: from an empty document to a run, by mouse and by fields. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { demoScan, inRoot } from '../../../scripts/setup/paths.mjs';
import { canvasTab } from '../harness/canvas-tab.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';
import { inDarkTheme } from '../harness/theme.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function canvasSuite(lab) {
  const part = name => canvasTab(lab().page).part(name);
  const card = name => canvasTab(lab().page).card(name);
  const stateOf = name => canvasTab(lab().page).stateOf(name);
  const open = path => canvasTab(lab().page).open(path);
  const pull = (...ends) => canvasTab(lab().page).pull(...ends);
  /** The line in the toolbar; empty when there is nothing to say. */
  const stateLine = () => lab().page.locator('[data-testid="canvas-state"]').last().innerText();

  before(async () => {
    await closeTabs(lab().page);
  });

  test('the launcher makes an empty workflow, and a step comes out of the palette', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.evaluate(() => window.jupyterapp.commands.execute('daisy:new-workflow').then(() => undefined));
    await part('canvas').waitFor({ timeout: 60_000 });
    const search = part('canvas-palette').locator('input');
    await part('canvas-palette').locator('li').first().waitFor({ timeout: 60_000 });
    for (const id of ['ct.read', 'ct.normalize', 'ct.minusLog']) {
      await search.fill(id);
      await part(`palette-${id}`).dblclick();
      await card(id.split('.').at(-1)).waitFor();
    }
    await search.fill('');
    await canvasTab(page).setDrawer('left', false);
    const places = () =>
      page.locator('.react-flow__node').evaluateAll(nodes => nodes.map(node => node.style.transform).join());
    const before = await places();
    await part('canvas-layout').click();
    await eventually(places, now => now !== before, 'the steps are arranged');
    await keepScreenshot(page, 'canvas-steps-light');
  });

  test('wires are pulled by mouse; one that does not fit is refused in a sentence', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await pull('read', 'proj', 'normalize', 'proj');
    await eventually(
      () => page.locator('.react-flow__edge').count(),
      count => count === 1,
      'a wire is drawn',
    );
    await pull('read', 'anglesRad', 'minusLog', 'transmission');
    assert.match(await part('canvas-refused').innerText(), /refuses the link/);
    await keepScreenshot(page, 'canvas-refused-light');
    await part('canvas-refused').locator('button').click();
    await pull('normalize', 'transmission', 'minusLog', 'transmission');
    await eventually(
      () => page.locator('.react-flow__edge').count(),
      count => count === 2,
      'two wires are drawn',
    );
  });

  test('what is missing is linked by fields, without a mouse', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await card('read').click();
    await part('canvas-in-scan').selectOption({ value: 'new:' });
    await card('scan').waitFor();
    await card('normalize').click();
    await part('canvas-in-flats').selectOption({ value: 'read.flats' });
    await part('canvas-in-darks').selectOption({ value: 'read.darks' });
    await eventually(
      () => page.locator('.react-flow__edge').count(),
      count => count === 5,
      'five wires are drawn',
    );
    await page.locator('.react-flow__pane').click({ position: { x: 5, y: 300 } });
    await part('canvas-value-scan').fill(demoScan);
    await part('canvas-value-scan').press('Enter');
    await eventually(
      () => stateLine(),
      text => text === '',
      'nothing is wrong',
    );
  });

  test(
    'it runs, shows the states of the steps, and takes finished results the second time',
    { timeout: 180_000 },
    async () => {
      const { page } = lab();
      await part('canvas-run').click();
      await eventually(
        () => stateOf('minusLog'),
        state => state === 'done' || state === 'cached',
        'the steps are done',
        90_000,
      );
      await eventually(
        () => stateLine(),
        text => /Done in/.test(text),
        'the run is done',
        60_000,
      );
      await keepScreenshot(page, 'canvas-done-light');
      await card('normalize').click();
      await part('canvas-side').locator('select', { hasText: 'median' }).selectOption('median');
      await part('canvas-run-to').click();
      await eventually(
        () => stateOf('normalize'),
        state => state === 'done',
        'it was run up to there',
        60_000,
      );
    },
  );

  test('every edit is undone and done again, saved, and found again', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    await part('canvas-undo').click();
    await eventually(() => part('canvas-redo').isEnabled(), Boolean, 'it can be done again');
    await part('canvas-redo').click();
    await page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save'));
    const saved = await eventually(
      () => readFileSync(join(folder, 'untitled.daisy'), 'utf8'),
      text => text.includes('"median"'),
      'the document is on disk',
    );
    assert.deepEqual(
      JSON.parse(saved).workflow.nodes.map(({ name }) => name),
      ['read', 'normalize', 'minusLog'],
    );
    await closeTabs(page);
    await open('untitled.daisy');
    await card('minusLog').waitFor();
  });

  test('the example opens, and what nobody touched keeps its bytes', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    cpSync(inRoot('examples/ct.daisy'), join(folder, 'ct.daisy'));
    await closeTabs(page);
    await open('ct.daisy');
    await card('recon').waitFor();
    await inDarkTheme(page, () => keepScreenshot(page, 'canvas-example-dark'));
    assert.equal(readFileSync(join(folder, 'ct.daisy'), 'utf8'), readFileSync(inRoot('examples/ct.daisy'), 'utf8'));
  });

  test('a broken document opens for reading, with the reason', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    writeFileSync(join(folder, 'broken.daisy'), '{ "daisy": 2, "workflow": ');
    await closeTabs(page);
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('docmanager:open', { path: 'broken.daisy' }).then(() => undefined),
    );
    await part('canvas-readonly').waitFor({ timeout: 60_000 });
    assert.match(await part('canvas-readonly').innerText(), /reading only/);
  });
}
