/** A real JupyterLab with a fresh state and a fresh folder, and a fresh Chromium that looks at it; both are gone after the run. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../scripts/phases/browser.mjs';
import { startJupyterServer } from '../../../scripts/phases/jupyter-server.mjs';
import { demoFolder, demoScan, inRoot } from '../../../scripts/setup/paths.mjs';
import { endAllOnSignal } from '../../../scripts/setup/command.mjs';
import { watchPage } from './page-watch.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Files that a visitor finds in the folder. */
const contents = [demoScan, 'tour.ipynb'];

/**
 * @typedef {object} Lab
 * @property {import('playwright-core').Page} page
 * @property {ReturnType<typeof watchPage>} watch what went wrong in the page, and what it asked the server for
 * @property {string} url
 * @property {string} folder the folder that the file browser shows. Suites only add to it: the server lists no folder of which a file goes
 *   away meanwhile, and JupyterLab then says that the folder is not there
 * @property {string} extensions the folder of the user's own extensions of JupyterLab
 * @property {(path?: string) => Promise<void>} open opens the page and waits until JupyterLab is usable
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ viewport?: { width: number, height: number }, python?: string }} [options] size of the page; Python of another environment
 *   with JupyterLab
 * @returns {Promise<Lab>}
 */
export async function startLab({ viewport = { width: 1280, height: 800 }, python } = {}) {
  endAllOnSignal();
  const scratch = mkdtempSync(join(tmpdir(), 'daisy-browser-'));
  // What a page asks for is computed, and nothing is left in the user's cache folder.
  process.env.DAISY_CACHE = join(scratch, 'cache');
  process.env.DAISY_CACHE_BYTES ??= '0';
  const folder = join(scratch, 'work');
  mkdirSync(folder);
  for (const name of contents) cpSync(join(demoFolder, name), join(folder, name));
  const state = join(scratch, 'state');
  const server = await startJupyterServer({
    folder,
    state,
    port: 0,
    configFolders: [inRoot('jupyter-config/dev')],
    args: ['--expose-app-in-browser'],
    log: 'jupyterlab-browser-tests.log',
    ...(python && { python }),
  });
  const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
    executablePath: findChromium(),
    headless: true,
    args: flags,
    viewport,
    locale: 'en-US',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const watch = watchPage(page, server.url);

  /** A new page load costs a second; tests that need no fresh start stay in the page they have. */
  const open = async (path = '/lab?reset') => {
    const address = new URL(path, server.url);
    address.searchParams.set('token', server.token);
    await page.goto(address.href);
    await usable(page);
  };
  const stop = async () => {
    await context.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await open();
  } catch (error) {
    await stop();
    throw error;
  }
  return { page, watch, url: server.url, folder, extensions: join(state, 'data/labextensions'), open, stop };
}

/** The file or folder of this very name in the file browser. */
export const listed = (page, name) =>
  page
    .locator('.jp-DirListing-item')
    .filter({ has: page.locator('.jp-DirListing-itemText').getByText(name, { exact: true }) });

/** Waits until JupyterLab has restored its layout. */
export async function usable(page) {
  await page.waitForFunction(() => window.jupyterapp !== undefined, undefined, { timeout: 60_000 });
  await page.evaluate(() => window.jupyterapp.restored);
}

/** Closes all tabs and ends all kernels, so that a test starts from the launcher. */
export async function closeEverything(page) {
  await page.evaluate(disposeTabs);
  await page.evaluate(() => window.jupyterapp.serviceManager.sessions.shutdownAll());
  // JupyterLab opens a launcher when the main area becomes empty, but not always after it has restored a layout.
  const launcher = page.locator('.jp-Launcher-body');
  await launcher
    .waitFor({ timeout: 2000 })
    .catch(() => page.evaluate(() => window.jupyterapp.commands.execute('launcher:create')));
  await launcher.first().waitFor();
}

/** Closes all tabs and ends the kernels of notebooks; that of the apps goes on, because a new one takes seconds. */
export async function closeTabs(page) {
  await page.evaluate(disposeTabs);
  await page.evaluate(async () => {
    const { sessions } = window.jupyterapp.serviceManager;
    await sessions.refreshRunning();
    const notebooks = [...sessions.running()].filter(({ path }) => path !== 'Daisy.apps');
    await Promise.all(notebooks.map(({ id }) => sessions.shutdown(id)));
  });
}

/** Runs in the page: closes tabs without a question about what was not saved. */
function disposeTabs() {
  for (const widget of [...window.jupyterapp.shell.widgets('main')]) {
    if (widget.context?.model) widget.context.model.dirty = false;
    widget.dispose();
  }
}
