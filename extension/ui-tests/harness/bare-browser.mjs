/**
 * Chromium without a test framework: a framework records every frame of every websocket, which makes large messages several times
 * slower. DevTools protocol over a pipe, one JSON text after the other, each ended by a zero byte.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../../scripts/phases/browser.mjs';

const flags = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @typedef {object} BarePage
 * @property {(work: Function, ...args: unknown[]) => Promise<any>} evaluate runs a function in the page with JSON arguments
 * @property {(source: string) => Promise<void>} addScript
 * @property {() => Promise<void>} close ends the browser
 */

/** @returns {Promise<BarePage>} */
export async function openBarePage(url) {
  const profile = mkdtempSync(join(tmpdir(), 'daisy-bare-'));
  const browser = spawn(findChromium(), [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(resolve => browser.on('exit', resolve));
  const ask = devTools(browser.stdio[3], browser.stdio[4]);
  const { targetId } = await ask('Target.createTarget', { url });
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
  const run = async expression => {
    const { result, exceptionDetails } = await ask(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      sessionId,
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return {
    evaluate: (work, ...args) => run(`(${work})(${args.map(arg => JSON.stringify(arg)).join(',')})`),
    addScript: source => run(`${source}\n;undefined`),
    close: async () => {
      void ask('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens JupyterLab and waits until it is usable. */
export async function openBareLab({ url, token }) {
  const page = await openBarePage(`${url}/lab?reset&token=${token}`);
  const deadline = Date.now() + 60_000;
  while (!(await page.evaluate(() => window.jupyterapp !== undefined).catch(() => false))) {
    if (Date.now() > deadline) throw new Error('JupyterLab did not start within 60 s');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await page.evaluate(() => window.jupyterapp.restored.then(() => undefined));
  return page;
}

/** Sends commands and hands answers to whoever asked. */
function devTools(output, input) {
  const waiting = new Map();
  let last = 0;
  let text = '';
  input.setEncoding('utf8');
  input.on('data', chunk => {
    text += chunk;
    const messages = text.split('\0');
    text = messages.pop();
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    }
  });
  return (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}
