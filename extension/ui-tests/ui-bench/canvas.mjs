/** A document of 300 steps on the canvas. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeEverything } from '../harness/lab.mjs';
import { wideDocument } from './documents.mjs';

const steps = 301;

export async function canvasRows(lab, row) {
  const { page } = lab;
  writeFileSync(join(lab.folder, 'first.daisy'), wideDocument(3));
  await writeSmallScan(join(lab.folder, 'small.h5'));
  writeFileSync(join(lab.folder, 'wide.daisy'), wideDocument(steps, 'small.h5'));
  await closeEverything(page);
  // The code is there and the kernel is up; what is measured is the document.
  await page.evaluate(openDocument, { path: 'first.daisy', cards: 3 });
  await page.locator('[data-testid="canvas-palette"] li').first().waitFor();
  row(
    `document of ${steps} steps opens`,
    await page.evaluate(openDocument, { path: 'wide.daisy', cards: steps }),
    'ms',
    '<= 1000',
  );
  await page.locator('[data-testid="canvas-palette"] li:visible').first().waitFor();
  const middle = await page.locator('.react-flow__pane:visible').boundingBox();
  const at = { x: middle.x + middle.width / 2, y: middle.y + middle.height - 40 };
  row(`${steps} steps: pan, p50`, median(await dragged(page, at, '.react-flow__pane')), 'ms', '<= 33');
  const card = await page.locator('[data-testid="canvas-card-normalize22"]:visible').boundingBox();
  const grip = { x: card.x + card.width / 2, y: card.y + 4 };
  row(`${steps} steps: drag of a step, p50`, median(await dragged(page, grip, null)), 'ms', '<= 33');
  const live = await page.evaluate(runAll);
  row('live: steps that change state', live.perSecond, '1/s', '>= 100');
  row('live: longest task', live.longest, 'ms', '<= 100');
}

/** A scan whose steps take no time: what is measured is the canvas. */
async function writeSmallScan(path) {
  const { ct, saveScan } = await import('../../../kernel-runtime/runtime/lib/index.js');
  const { arrays, anglesRad } = ct.simulateScan({ columns: 32, angles: 30, rows: 2, axisPx: 16 });
  await saveScan(path, { ...arrays, anglesRad });
}

const median = times => times[Math.floor(times.length / 2)];

/** Presses the button with the browser's own mouse, moves by events in the page, and takes what each frame costs. */
async function dragged(page, { x, y }) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  const times = await page.evaluate(
    async ({ x, y }) => {
      const target = document.elementFromPoint(x, y);
      const move = i => {
        const [clientX, clientY] = [x + 60 * Math.sin(i / 5), y - 40 + 40 * Math.cos(i / 5)];
        const event = { clientX, clientY, bubbles: true, buttons: 1, view: window, pointerId: 1 };
        target.dispatchEvent(new PointerEvent('pointermove', event));
        target.dispatchEvent(new MouseEvent('mousemove', event));
      };
      return window.framesWhile(move, 80);
    },
    { x, y },
  );
  await page.mouse.up();
  return times;
}

/** Runs in the page: opens a document and waits until all its cards are drawn. */
async function openDocument({ path, cards }) {
  const start = performance.now();
  await window.jupyterapp.commands.execute('docmanager:open', { path });
  const tab = window.jupyterapp.shell.currentWidget.node;
  while (tab.querySelectorAll('.daisy-mod-step').length < cards)
    await new Promise(resolve => requestAnimationFrame(resolve));
  return performance.now() - start;
}

/** Runs in the page: runs the document in front. */
async function runAll() {
  const tab = window.jupyterapp.shell.currentWidget.node;
  const cards = [...tab.querySelectorAll('.daisy-mod-step')];
  const isDone = () => tab.querySelectorAll('.daisy-mod-step[data-state="done"]').length === cards.length;
  let begin;
  let end;
  const longest = await window.longestTask(async () => {
    tab.querySelector('[data-testid="canvas-run"]').click();
    begin = performance.now();
    while (!isDone() && performance.now() - begin < 40_000) await new Promise(resolve => setTimeout(resolve, 20));
    end = performance.now();
  });
  return { longest, perSecond: cards.length / ((end - begin) / 1000) };
}
