/** Daisy speaks the language of JupyterLab, also where the server has no language pack. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ctTab } from '../harness/ct-tab.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function languageSuite(lab) {
  before(async () => {
    const { page, open } = lab();
    await closeEverything(page);
    await setLanguage(page, 'zh_CN');
    await open();
  });
  after(async () => {
    const { page, open } = lab();
    await setLanguage(page, 'default');
    await closeEverything(page);
    await open();
  });

  test('the launcher, the CT tab and the status bar are in Chinese', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.locator('.jp-LauncherCard', { hasText: '入门笔记本' }).waitFor();
    await keepScreenshot(page, 'launcher-zh');
    await page.locator('.jp-LauncherCard', { hasText: 'CT 重建' }).click();
    await page.getByRole('button', { name: '打开演示扫描' }).click();
    const tab = ctTab(page);
    await tab.picture();
    await page.getByRole('button', { name: '重建', exact: true }).waitFor();
    await eventually(
      () => page.locator('[data-testid="daisy-status"]').innerText(),
      text => /^Daisy: 就绪 \| \d+ MB$/.test(text),
      'the status bar is in Chinese',
    );
    await tab.goTo('tune');
    await tab.filter.waitFor();
    await keepScreenshot(page, 'ct-zh');
    await page.locator('[data-testid="daisy-status"]').click();
    await page.locator('#daisy-runs[aria-label="Daisy 任务"]:visible').waitFor();
    await page.evaluate(() => {
      window.jupyterapp.shell.collapseRight();
      return window.jupyterapp.commands.execute('running:show-panel');
    });
    await page.locator('#jp-running-sessions', { hasText: 'Daisy 任务' }).waitFor();
    assert.equal(await page.locator('.lm-TabBar-tabLabel', { hasText: /^CT – phantom/ }).count(), 1);
  });

  test('the settings editor shows the settings of Daisy in Chinese', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('settingeditor:open', { query: 'Daisy' }).then(() => undefined),
    );
    const plugin = page.locator('.jp-PluginList', { hasText: 'Daisy 计算' });
    await plugin.waitFor();
    await page.getByText('Daisy 计算').first().click();
    await page.getByText('应用计算可用的线程数').first().waitFor();
    await keepScreenshot(page, 'settings-zh');
  });
}

const setLanguage = (page, locale) =>
  page.evaluate(
    raw => window.jupyterapp.serviceManager.settings.save('@jupyterlab/translation-extension:plugin', raw),
    JSON.stringify({ locale }),
  );
