/** What a visitor sees first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { keepScreenshot } from '../harness/pictures.mjs';

/** Largest size of what JupyterLab loads from us before anybody asks, gzipped. */
const startBudgetBytes = 150_000;

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function launcherSuite(lab) {
  const section = name =>
    lab().page.locator('.jp-Launcher-section', {
      has: lab().page.locator('.jp-Launcher-sectionTitle', { hasText: name }),
    });
  const cards = async name => {
    await section(name).locator('.jp-LauncherCard').first().waitFor({ timeout: 60_000 });
    return (await section(name).locator('.jp-LauncherCard-label').allInnerTexts()).map(text => text.trim());
  };

  test('has a section Daisy with its apps, before all others', async () => {
    const names = await cards('Daisy');
    for (const name of ['CT reconstruction', 'Tour notebook']) assert.ok(names.includes(name), `${name} in ${names}`);
    const first = await lab().page.locator('.jp-Launcher-sectionTitle').first().innerText();
    assert.equal(first.trim(), 'Daisy');
    await keepScreenshot(lab().page, 'launcher-light');
  });

  test('offers the kernel for notebooks and consoles', async () => {
    for (const name of ['Notebook', 'Console']) {
      assert.ok(
        (await cards(name)).some(text => text.startsWith('TypeScript (Daisy)')),
        name,
      );
    }
  });

  test('loads little at start', async () => {
    const { page, watch, url } = lab();
    const ours = [
      ...new Set(watch.requests.map(({ path }) => path).filter(path => path.includes('/extensions/@daisy-lab/'))),
    ];
    assert.ok(ours.length > 0, 'the extension was loaded');
    let bytes = 0;
    for (const path of ours) {
      const reply = await page.request.get(url + path);
      bytes += gzipSync(await reply.body()).length;
    }
    assert.ok(bytes <= startBudgetBytes, `${bytes} bytes gzipped at start`);
  });
}
