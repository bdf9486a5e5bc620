/** Edits on the canvas: pulled wires, converters, long histories, other documents, other windows, code. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { canvasTab } from '../harness/canvas-tab.mjs';
import { closeEverything, closeTabs, usable } from '../harness/lab.mjs';
import { newNotebook, startCell, outputsOf } from '../harness/notebook.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

const read = { name: 'read', algorithm: 'ct.read', version: '1.0.0', inputs: { scan: { input: 'scan' } } };
const smooth = { name: 'smooth', algorithm: 'image.gaussianFilter', version: '1.0.0' };

function documentOf(nodes, positions = {}) {
  const inputs = { scan: { type: { kind: 'dataset', dataset: 'ct.scan' }, title: 'Scan' } };
  const workflow = { ...{ id: 'my.workflow', version: '0.1.0', title: 'Workflow' }, inputs, nodes, outputs: {} };
  return `${JSON.stringify({ daisy: 2, workflow, view: { positions }, notOurs: { kept: true } }, null, 2)}\n`;
}

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function canvasEditsSuite(lab) {
  const tab = () => canvasTab(lab().page);
  const write = (name, text) => writeFileSync(join(lab().folder, name), text);
  const textIn = page => page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.toString());
  const documentNow = async () => JSON.parse(await textIn(lab().page));
  const saveIn = page =>
    page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save').then(() => undefined));

  before(async () => {
    await closeTabs(lab().page);
    await lab().page.evaluate(() => window.jupyterapp.shell.collapseLeft());
  });

  after(() => lab().page.evaluate(() => window.jupyterapp.shell.expandLeft()));

  test(
    'a workflow grows from an empty canvas by wires that are pulled into the void',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const { part, card, pullToVoid, type } = tab();
      await page.evaluate(() => window.jupyterapp.commands.execute('daisy:new-workflow').then(() => undefined));
      await part('canvas-empty').waitFor({ timeout: 60_000 });
      await part('canvas-palette').locator('li').first().waitFor({ timeout: 60_000 });
      await page.locator('.react-flow__pane:visible').dblclick({ position: { x: 380, y: 130 } });
      await type('read');
      await page.keyboard.press('Enter');
      await card('read').waitFor();
      await pullToVoid('read', 'scan', -160, -20);
      await part('canvas-feed').click();
      await card('scan').waitFor();
      await pullToVoid('read', 'proj', 120, 160);
      await part('canvas-fitting').waitFor();
      await keepScreenshot(page, 'canvas-pulled-light');
      await type('flat-field correction');
      await page.keyboard.press('Enter');
      await card('normalize').waitFor();
      await part('canvas-in-darks').selectOption({ value: 'read.darks' });
      // The new card was brought out from behind the panel: its port can be reached.
      await pullToVoid('normalize', 'transmission', 0, -120);
      await part('canvas-fitting').waitFor();
      await part('canvas-fitting').locator('input').press('Escape');
      await part('canvas-fitting').waitFor({ state: 'hidden' });
      await pullToVoid('normalize', 'flats', -60, 60);
      await part('canvas-fitting').locator('input').press('Escape');
      await part('canvas-fitting').waitFor({ state: 'hidden' });
      const { workflow } = await documentNow();
      assert.deepEqual(workflow.nodes[1].inputs, {
        proj: { node: 'read', port: 'proj' },
        darks: { node: 'read', port: 'darks' },
      });
      assert.deepEqual(workflow.nodes[0].inputs, { scan: { input: 'scan' } });
    },
  );

  test(
    'axes and numbers that differ are converted by one click, and the wire then fits',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const { open, pull, part, card } = tab();
      write('axes.daisy', documentOf([read, smooth], { read: [0, 0], smooth: [620, 0] }));
      await open('axes.daisy');
      await pull('read', 'proj', 'smooth', 'images');
      await part('canvas-convert-convert.array').click();
      await card('array').waitFor();
      await keepScreenshot(page, 'canvas-converted-light');
      const { workflow } = await documentNow();
      assert.deepEqual(workflow.nodes.find(({ name }) => name === 'array').params, {
        axes: { value: 'frame, row, column' },
        dtype: { value: 'float32' },
      });
      assert.deepEqual(workflow.nodes.find(({ name }) => name === 'smooth').inputs, {
        images: { node: 'array', port: 'converted' },
      });
    },
  );

  test('a parameter becomes a port, and a wire is pulled to it and taken back', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { open, pull, part, card } = tab();
    const axis = name => ({ name, algorithm: 'ct.axis', version: '1.0.0' });
    const start = documentOf([axis('found'), axis('used')], { found: [0, 0], used: [320, 0] });
    write('param.daisy', start);
    await open('param.daisy');
    await card('used').click();
    await part('canvas-link-param').selectOption('axisPx');
    await pull('found', 'axisPx', 'used', 'param:axisPx');
    await eventually(
      async () => (await documentNow()).workflow.nodes[1].params,
      params => params?.axisPx?.node === 'found',
      'the parameter is linked',
    );
    await keepScreenshot(page, 'canvas-param-light');
    assert.equal(await part('canvas-in-param-axisPx').inputValue(), 'found.axisPx');
    await part('canvas-undo').click();
    await eventually(
      () => textIn(page),
      text => text === start,
      'it is taken back',
    );
  });

  test('fifty edits are undone to the bytes of before, and done again', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { open, part, card, press } = tab();
    const start = documentOf([read, smooth], { read: [0, 0], smooth: [620, 0] });
    write('long-history.daisy', start);
    await open('long-history.daisy');
    await card('smooth').click();
    await press('Control+c');
    const pressTimes = async (key, times) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
    await pressTimes('Control+v', 50);
    await eventually(
      async () => (await documentNow()).workflow.nodes.length,
      count => count === 52,
      'fifty steps are pasted',
    );
    const end = await textIn(page);
    await pressTimes('Control+z', 50);
    await eventually(
      () => textIn(page),
      text => text === start,
      'all is undone',
    );
    assert.equal(await part('canvas-undo').isDisabled(), true);
    await pressTimes('Control+y', 50);
    await eventually(
      () => textIn(page),
      text => text === end,
      'all is done again',
    );
    await saveIn(page);
    assert.equal(readFileSync(join(lab().folder, 'long-history.daisy'), 'utf8'), end);
  });

  test(
    'steps are copied from one document into another, with the wires between them',
    { timeout: 120_000 },
    async () => {
      const { open, card, clickVoid, press } = tab();
      const linked = { ...smooth, name: 'again', inputs: { images: { node: 'smooth', port: 'smooth' } } };
      write('from.daisy', documentOf([smooth, linked], { smooth: [0, 0], again: [320, 0] }));
      write('into.daisy', documentOf([read]));
      await open('from.daisy');
      await card('again').waitFor();
      await clickVoid();
      await press('Control+a');
      await press('Control+c');
      await open('into.daisy');
      await card('read').waitFor();
      await clickVoid();
      await press('Control+v');
      await card('again').waitFor();
      const { workflow, notOurs } = await documentNow();
      assert.deepEqual(
        workflow.nodes.map(({ name }) => name),
        ['read', 'smooth', 'again'],
      );
      assert.deepEqual(workflow.nodes[2].inputs.images, { node: 'smooth', port: 'smooth' });
      assert.deepEqual(notOurs, { kept: true });
    },
  );

  test('code that was copied rebuilds the same graph in a notebook', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { open, part } = tab();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('axes.daisy');
    await part('canvas-copy').click();
    const code = await eventually(
      () => page.evaluate(() => navigator.clipboard.readText()),
      text => /export const \w+ = workflow/.test(text),
      'the code is copied',
    );
    const name = /export const (\w+) = workflow/.exec(code)[1];
    const { workflow } = await documentNow();
    await newNotebook(page);
    await startCell(
      page,
      `${code}\nimport { toDocument } from '@daisy-lab/runtime';\nconsole.log('graph ' + JSON.stringify(toDocument(${name}).workflow.nodes));`,
    );
    const printed = await eventually(
      async () => (await outputsOf(page).allInnerTexts()).join('\n'),
      text => /^graph |Error/m.test(text),
      'the cell has run',
      60_000,
    );
    const line = /^graph (.*)$/m.exec(printed);
    assert.ok(line, printed);
    const byName = nodes => [...nodes].sort((a, b) => a.name.localeCompare(b.name));
    assert.deepEqual(byName(JSON.parse(line[1])), byName(workflow.nodes));
    await closeEverything(page);
  });

  test(
    'two windows on one document: the later save is asked about, and nothing is lost silently',
    { timeout: 120_000 },
    async () => {
      const { page, url, folder } = lab();
      write('shared.daisy', documentOf([read]));
      await tab().open('shared.daisy');
      const second = await page.context().newPage();
      try {
        await second.goto(new URL('/lab/workspaces/second?reset', url).href);
        await usable(second);
        const other = canvasTab(second);
        await other.open('shared.daisy');
        const addNote = async (which, at) => {
          await at.bringToFront();
          await which.part('canvas-note').click();
          await at.locator('.daisy-Note:visible').first().waitFor();
        };
        await addNote(tab(), page);
        await saveIn(page);
        assert.match(readFileSync(join(folder, 'shared.daisy'), 'utf8'), /"comments"/);
        await second.bringToFront();
        await other.setDrawer('left', true);
        await other.part('palette-ct.crop').dblclick();
        await other.card('crop').waitFor();
        // it settles when the question is answered
        const saving = saveIn(second).catch(() => undefined);
        const dialog = second.locator('.jp-Dialog');
        await dialog.waitFor();
        await keepScreenshot(second, 'canvas-two-windows-light');
        await dialog.getByRole('button', { name: /Revert/ }).click();
        await second.locator('.daisy-Note:visible').first().waitFor();
        await other.card('crop').waitFor({ state: 'hidden' });
        await saving;
        await eventually(
          () => textIn(second),
          text => text === readFileSync(join(folder, 'shared.daisy'), 'utf8'),
          'both windows have what was saved',
        );
      } finally {
        await second.close();
        await page.bringToFront();
        await closeEverything(page);
      }
    },
  );
}
