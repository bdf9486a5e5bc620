/** Cells compute on one thread, the app on others: a cell that never ends must not stop the sliders. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { brightnessOf, differenceOf, eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function ctAndCellsSuite(lab) {
  before(async () => {
    const { page } = lab();
    await closeTabs(page);
    await openInCt(page);
  });

  after(() => lab().page.evaluate(() => window.daisyTestKernel?.dispose()));

  test('the slice follows the axis while a cell of the same kernel spins', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const tab = ctTab(page);
    await tab.goTo('centre');
    await tab.find();
    await tab.picture();
    const still = await brightnessOf(tab.slice);
    const axisPx = await tab.axisPx();
    await startEndlessCell(page);
    await tab.typeAxis(axisPx + 10);
    await eventually(
      async () => differenceOf(still, await brightnessOf(tab.slice)),
      change => change > 1,
      'the slice changes',
    );
    assert.equal(await statusOf(page), 'busy', 'the cell is still spinning');
    await keepScreenshot(page, 'ct-beside-running-cell');
    await interruptKernel(page);
    await eventually(
      () => statusOf(page),
      status => status === 'idle',
      'the cell is interrupted',
    );
  });
}

/** Starts an endless cell in the kernel that the tab uses, over a second connection as a notebook would have. */
const startEndlessCell = page =>
  page.evaluate(async () => {
    const { kernels } = window.jupyterapp.serviceManager;
    await kernels.refreshRunning();
    const model = [...kernels.running()].find(({ name }) => name === 'daisy-typescript');
    const connection = kernels.connectTo({ model });
    await connection.info;
    window.daisyTestKernel = connection;
    connection.requestExecute({ code: 'while (true) {}' }).done.catch(() => undefined);
    while (connection.status !== 'busy') await new Promise(resolve => setTimeout(resolve, 50));
  });

const statusOf = page => page.evaluate(() => window.daisyTestKernel.status);
const interruptKernel = page => page.evaluate(() => window.daisyTestKernel.interrupt());
