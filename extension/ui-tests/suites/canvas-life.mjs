/** What the canvas does beyond drawing: converters, pictures of results, notes and frames, workflows inside, batches, kernels that die. */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { canvasTab } from '../harness/canvas-tab.mjs';
import { kernelProcess } from '../harness/kernel-death.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { brightnessOf, contrastOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

const link = (node, port) => ({ node, port });
const read = { name: 'read', algorithm: 'ct.read', version: '1.0.0', inputs: { scan: { input: 'scan' } } };
const log = { name: 'minusLog', algorithm: 'ct.minusLog', version: '1.0.1' };
const normalize = {
  ...{ name: 'normalize', algorithm: 'ct.normalize', version: '1.0.0' },
  inputs: { proj: link('read', 'proj'), flats: link('read', 'flats'), darks: link('read', 'darks') },
};
const prepare = {
  name: 'prepare',
  workflow: {
    ...{ id: 'my.prepare', version: '1.0.0', title: 'Prepare' },
    inputs: { transmission: { type: { kind: 'array', dtypes: ['float32'], axes: ['angle', 'row', 'column'] } } },
    nodes: [{ ...log, inputs: { transmission: { input: 'transmission' } } }],
    outputs: { lines: { from: link('minusLog', 'lineIntegrals') } },
  },
  inputs: { transmission: link('normalize', 'transmission') },
};

function documentOf(nodes, outputs = {}, positions = {}) {
  const inputs = { scan: { type: { kind: 'dataset', dataset: 'ct.scan' }, title: 'Scan' } };
  const workflow = { ...{ id: 'my.workflow', version: '0.1.0', title: 'Workflow' }, inputs, nodes, outputs };
  const document = { daisy: 2, workflow, values: { inputs: { scan: demoScan } }, view: { positions } };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function canvasLifeSuite(lab) {
  const tab = () => canvasTab(lab().page);
  const write = (name, text) => writeFileSync(join(lab().folder, name), text);
  /** The document in front, as its view has it now. */
  const documentNow = async () =>
    JSON.parse(await lab().page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.toString()));
  const noteText = () => lab().page.locator('.daisy-Note:visible').first();

  before(async () => {
    await closeTabs(lab().page);
  });

  test(
    'a wire that does not fit offers the step between, and one click puts it there',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const { open, pull, part, card, press } = tab();
      write('convert.daisy', documentOf([read, log], {}, { read: [0, 0], minusLog: [620, 0] }));
      await open('convert.daisy');
      await pull('read', 'proj', 'minusLog', 'transmission');
      await part('canvas-converters').waitFor();
      await keepScreenshot(page, 'canvas-converters-light');
      await part('canvas-convert-ct.normalize').click();
      await card('normalize').waitFor();
      await press('Control+z');
      await card('normalize').waitFor({ state: 'hidden' });
      await press('Control+y');
      await card('normalize').waitFor();
    },
  );

  test('a step is found, added and linked by keyboard alone', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { part, card, press, setDrawer, type } = tab();
    await press('Control+f');
    await type('read');
    await eventually(
      () => card('read').getAttribute('class'),
      classes => classes.includes('daisy-mod-selected'),
      'the step is found',
    );
    await setDrawer('left', true);
    await part('canvas-palette').locator('input').focus();
    await page.keyboard.type('ct.crop');
    await page.keyboard.press('Enter');
    await card('crop').waitFor();
    await part('canvas-in-proj').focus();
    await page.keyboard.type('read');
    await eventually(
      () => part('canvas-in-proj').inputValue(),
      value => value === 'read.proj',
      'the step is linked',
    );
  });

  test('notes and frames are drawn, written into the document, and undone', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { part, card, clickVoid, type, setDrawer } = tab();
    await setDrawer('left', false);
    await page.locator('button:visible', { hasText: 'Show all' }).first().click();
    await card('read').click();
    await part('canvas-group').click();
    await part('canvas-group-group').waitFor();
    await part('canvas-note').click();
    await noteText().locator('.daisy-Note-text').dblclick();
    await type('The flat fields come from the same scan.');
    await clickVoid();
    await eventually(
      async () => (await documentNow()).view.comments?.[0]?.text,
      text => text === 'The flat fields come from the same scan.',
      'the note is in the document',
    );
    await keepScreenshot(page, 'canvas-notes-light');
    const { view } = await documentNow();
    assert.deepEqual(
      view.groups.map(({ nodes }) => nodes),
      [['read']],
    );
  });

  test(
    'results are seen on their steps; what changes afterwards is stale with its reason',
    { timeout: 180_000 },
    async () => {
      const { page } = lab();
      const { open, part, card, stateOf } = tab();
      const outputs = { lines: { from: link('minusLog', 'lineIntegrals') } };
      const linkedLog = { ...log, inputs: { transmission: link('normalize', 'transmission') } };
      write('results.daisy', documentOf([read, normalize, linkedLog], outputs));
      await closeTabs(page);
      await open('results.daisy');
      await part('canvas-run').click();
      await eventually(
        () => stateOf('minusLog'),
        state => state === 'done',
        'the run is done',
        90_000,
      );
      await eventually(
        () => brightnessOf(card('minusLog')),
        grid => contrastOf(grid) > 40,
        'the picture of the result shows',
      );
      await card('minusLog').click();
      await part('canvas-show-lineIntegrals').click();
      await eventually(
        () => brightnessOf(part('canvas-result-image')),
        grid => contrastOf(grid) > 40,
        'the result opens in its view',
        60_000,
      );
      await keepScreenshot(page, 'canvas-result-light');
      await part('canvas-result-close').click();
      await card('normalize').click();
      await part('canvas-side').locator('select', { hasText: 'median' }).selectOption('median');
      await eventually(
        () => stateOf('minusLog'),
        state => state === 'stale',
        'what depends on it is stale',
      );
      assert.match(await card('normalize').innerText(), /average was changed/);
      assert.match(await card('minusLog').innerText(), /normalize before it has changed/);
      assert.equal(await stateOf('read'), 'done');
      await keepScreenshot(page, 'canvas-stale-light');
      await part('canvas-run-from').click();
      await eventually(
        () => stateOf('minusLog'),
        state => state === 'done',
        'it was run from there',
        60_000,
      );
    },
  );

  test('a run is found again by a document that was closed', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { open, part, stateOf } = tab();
    await page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save'));
    await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
    await open('results.daisy');
    await eventually(
      () => stateOf('minusLog'),
      state => state === 'done',
      'the states are there again',
      60_000,
    );
    await part('canvas-runs').locator('li').nth(1).waitFor();
  });

  test('the log panel tells what the run did, and shows what is looked for', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const { part } = tab();
    await page.evaluate(() => window.jupyterapp.commands.execute('daisy:show-log').then(() => undefined));
    const lines = () => part('workbench-log').locator('li').allInnerTexts();
    await eventually(
      lines,
      found => found.some(line => /Started Flat-field correction, \w+/.test(line)),
      'the log tells the steps',
    );
    await part('log-search').fill('line integrals');
    await eventually(
      lines,
      found => found.length > 0 && found.every(line => /line integrals/i.test(line)),
      'the log is filtered',
    );
    await keepScreenshot(page, 'workbench-log-light');
    await part('log-clear').click();
    await eventually(lines, found => found.length === 0, 'the log is empty');
    await page.evaluate(() => window.jupyterapp.shell.collapseRight());
  });

  test(
    'one workflow over many files: what it will write is told, each result is a file, one failure stops nothing',
    { timeout: 120_000 },
    async () => {
      const { page, folder } = lab();
      const { part } = tab();
      copyFileSync(join(folder, demoScan), join(folder, 'second.h5'));
      const states = () =>
        part('canvas-batch-table')
          .locator('tbody tr')
          .evaluateAll(rows => rows.map(row => row.dataset.state).join());
      await part('canvas-batch').click();
      await part('canvas-batch-files').fill(`${demoScan}\n${demoScan}`);
      await part('canvas-batch-problems').getByText('stands twice').waitFor();
      await part('canvas-batch-files').fill(`${demoScan}\nmissing.h5\nsecond.h5`);
      await part('canvas-batch-plan').getByText('second.h5 → results/second-lines.h5').waitFor();
      await keepScreenshot(page, 'canvas-batch-plan-light');
      await part('canvas-batch-run').click();
      await eventually(states, found => found === 'done,failed,done', 'the batch is done', 90_000);
      await eventually(
        () => brightnessOf(part('canvas-batch-table')),
        grid => contrastOf(grid) > 40,
        'its results have pictures',
      );
      assert.equal(readdirSync(join(folder, 'results')).length, 2);
      await keepScreenshot(page, 'canvas-batch-light');
      await part('canvas-batch-save').click();
      await part('canvas-batch-panel').getByText('results-batch-').waitFor();
      await part('canvas-batch-table').getByText('second-lines.h5').click();
      await part('hdf5-tree').waitFor({ timeout: 60_000 });
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
      await part('canvas-batch').click();
    },
  );

  test(
    'a workflow inside a step opens in its place and in a tab, both on the one document',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const { open, part, card } = tab();
      write('nested.daisy', documentOf([read, normalize, prepare], { lines: { from: link('prepare', 'lines') } }));
      await closeTabs(page);
      await open('nested.daisy');
      await card('prepare').click();
      await part('canvas-open-nested').click();
      await card('minusLog').waitFor();
      await part('canvas-open-tab').click();
      await tab().loaded();
      await part('canvas-note').click();
      await noteText().waitFor();
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
      await eventually(
        async () => (await documentNow()).view.nested?.prepare?.comments?.length,
        count => count === 1,
        'what the tab wrote is in the document',
      );
      await noteText().waitFor();
      await keepScreenshot(page, 'canvas-nested-light');
      await part('canvas-trail').locator('button').first().click();
      await card('prepare').waitFor();
    },
  );

  test('a text editor beside the canvas shows the same document, both ways', { timeout: 120_000 }, async () => {
    const { page, folder } = lab();
    const { open, part, card } = tab();
    write('two.daisy', documentOf([read]));
    await closeTabs(page);
    await open('two.daisy');
    await part('canvas-note').click();
    await noteText().waitFor();
    const seen = await page.evaluate(async () => {
      const path = 'two.daisy';
      const editor = await window.jupyterapp.commands.execute('docmanager:open', { path, factory: 'Editor' });
      const { sharedModel } = editor.context.model;
      const before = sharedModel.getSource();
      const at = before.indexOf('"name": "read"');
      sharedModel.updateSource(at + '"name": "'.length, at + '"name": "read'.length, 'first');
      editor.dispose();
      return before;
    });
    assert.match(seen, /"comments"/);
    await card('first').waitFor();
    await page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save'));
    const saved = await eventually(
      () => readFileSync(join(folder, 'two.daisy'), 'utf8'),
      text => text.includes('"first"'),
      'the document is saved',
    );
    assert.match(saved, /"comments"/);
  });

  test(
    'a kernel that dies in the middle of a run leaves an offer to resume, which finishes it',
    { timeout: 180_000 },
    async () => {
      const { page } = lab();
      const { open, part, card, stateOf } = tab();
      write('long.daisy', longDocument());
      await closeTabs(page);
      await open('long.daisy');
      await part('canvas-run').click();
      await eventually(
        () => stateOf('last'),
        state => state === 'running',
        'it runs',
        60_000,
      );
      process.kill(await kernelProcess(page), 'SIGKILL');
      await part('canvas-resume').waitFor({ timeout: 60_000 });
      await keepScreenshot(page, 'canvas-resume-light');
      await part('canvas-resume').click();
      await eventually(
        () => stateOf('last'),
        state => state === 'done',
        'the run is finished',
        120_000,
      );
      await card('last').waitFor();
      await closeTabs(page);
    },
  );
}

/** A reconstruction that takes some seconds. */
function longDocument() {
  const lines = link('minusLog', 'lineIntegrals');
  const anglesRad = link('read', 'anglesRad');
  return documentOf([
    read,
    normalize,
    { ...log, inputs: { transmission: link('normalize', 'transmission') } },
    { name: 'axis', algorithm: 'ct.axis', version: '1.1.0', inputs: { lineIntegrals: lines, anglesRad } },
    {
      ...{ name: 'last', algorithm: 'ct.iterative', version: '1.0.0', params: { iterations: { value: 6 } } },
      inputs: { lineIntegrals: lines, anglesRad, axisPx: link('axis', 'axisPx') },
    },
  ]);
}
