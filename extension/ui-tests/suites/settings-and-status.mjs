/** Settings that reach the kernel, and the item in the status bar that tells so. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ctTab, openInCt } from '../harness/ct-tab.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function settingsAndStatusSuite(lab) {
  const tab = () => ctTab(lab().page);
  const status = () => lab().page.locator('[data-testid="daisy-status"]');
  const details = async () => (await lab().page.locator('.daisy-StatusItem').getAttribute('title')) ?? '';

  before(async () => {
    const { page, open } = lab();
    await closeEverything(page);
    await open();
  });
  after(async () => {
    for (const plugin of ['kernels', 'ct']) await setSettings(lab().page, plugin, {});
    await lab().open();
  });

  test('without a kernel the status bar says nothing', async () => {
    assert.equal(await status().isVisible(), false);
  });

  test('the status bar tells state and memory of the kernel, and all its threads', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openInCt(page);
    await tab().picture();
    await eventually(
      () => status().innerText(),
      text => /^Daisy: ready \| \d+ MB$/.test(text),
      'the kernel tells its memory',
    );
    const [, used, all] = /Threads: (\d+) of (\d+)/.exec(await details()) ?? [];
    assert.equal(used, all);
    await keepScreenshot(page, 'status-light');
  });

  test('it counts runs while they go on, and opens the panel of the runs', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await tab().takeLong(true);
    await tab().goTo('run');
    await page.getByLabel('Replace the file when it exists').check();
    await tab().reconstruct.click();
    await eventually(
      () => status().innerText(),
      text => /^Daisy: 1 run, \d+ %/.test(text),
      'the run is counted',
    );
    await tab().cancel.click();
    await eventually(
      () => status().innerText(),
      text => text.startsWith('Daisy: ready'),
      'the run is over',
    );
    await status().click();
    await page.locator('[data-testid="workbench-runs"]:visible').waitFor();
    await keepScreenshot(page, 'status-runs-light');
    await page.evaluate(() => window.jupyterapp.commands.execute('running:show-panel'));
    await page.locator('#jp-running-sessions', { hasText: 'Daisy runs' }).waitFor();
    await page.evaluate(() => window.jupyterapp.shell.collapseRight());
  });

  test('threads, memory, filter and quality of the settings reach the kernel', { timeout: 180_000 }, async () => {
    const { page, open } = lab();
    await setSettings(page, 'kernels', { threads: 1, memory: 1.5 });
    await setSettings(page, 'ct', { filter: 'hann', quality: 'precise' });
    await closeEverything(page);
    await open();
    await openInCt(page);
    await tab().picture();
    await eventually(
      details,
      text => /Threads: 1 of .*\s+Memory of a run: 1\.5 GB/.test(text),
      'the kernel knows its limits',
    );
    await tab().goTo('tune');
    await tab().filter.waitFor();
    assert.equal(await tab().filter.locator('option:checked').innerText(), 'hann');
    const asked = await page.evaluate(async () => {
      const { kernels } = window.jupyterapp.serviceManager;
      await kernels.refreshRunning();
      return [...kernels.running()].filter(({ name }) => name === 'daisy-typescript').length;
    });
    assert.equal(asked, 1);
    await keepScreenshot(page, 'settings-in-use');
  });
}

/** Saves settings as the settings editor does; they are read when the page is loaded. */
const setSettings = (page, plugin, values) =>
  page.evaluate(
    ([id, raw]) => window.jupyterapp.serviceManager.settings.save(id, raw),
    [`@daisy-lab/jupyterlab:${plugin}`, JSON.stringify(values)],
  );
