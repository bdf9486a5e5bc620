/** Documents opened and closed a hundred times: what stays behind. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { closeEverything } from '../harness/lab.mjs';
import { wideDocument } from './documents.mjs';

const warmUps = 5;
const cycles = 100;
const pictures = 20;
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQAY3Y2wAAAAAElFTkSuQmCC';

export async function leakRows(lab, row) {
  const { page } = lab;
  writeFileSync(join(lab.folder, 'small.daisy'), wideDocument(9));
  await closeEverything(page);
  const session = await page.context().newCDPSession(page);
  const look = async () => {
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = name => metrics.find(metric => metric.name === name).value;
    return { heap: of('JSHeapUsedSize') / 1e6, listeners: of('JSEventListeners'), ...(await page.evaluate(channels)) };
  };
  await session.send('Performance.enable');
  writeFileSync(join(lab.folder, 'plain.png'), Buffer.from(onePixel, 'base64'));
  await page.evaluate(openAndClose, { paths: [demoScan, 'small.daisy', 'plain.png'], count: warmUps });
  // What JupyterLab itself keeps of every document that was open is not ours.
  const fresh = await look();
  await page.evaluate(openAndClose, { paths: ['plain.png'], count: pictures });
  const before = await look();
  await page.evaluate(openAndClose, { paths: [demoScan, 'small.daisy'], count: cycles / 2 });
  const after = await look();
  await session.detach();
  row(`${cycles} documents opened and closed: heap`, after.heap - before.heap, 'MB', '<= 20');
  // Those of a document of Daisy are the four of the detached button that opens what JupyterLab's own toolbar has no room for.
  const usual = (before.listeners - fresh.listeners) / pictures;
  row('listeners that stay of each document', (after.listeners - before.listeners) / cycles, 'each', '<= 5');
  row("the same of a picture in JupyterLab's own viewer", usual, 'each', 'none');
  row(`${cycles} documents opened and closed: comms and futures`, after.open - before.open, 'more', '0');
}

/* What follows runs in the page. */

async function openAndClose({ paths, count }) {
  const { commands } = window.jupyterapp;
  const ready = tab => tab.querySelector('canvas[data-version], [data-testid="canvas-palette"] li, img');
  for (let i = 0; i < count; i++) {
    for (const path of paths) {
      const widget = await commands.execute('docmanager:open', { path });
      const begin = performance.now();
      while (!ready(widget.node) && performance.now() - begin < 10_000)
        await new Promise(resolve => setTimeout(resolve, 10));
      widget.dispose();
    }
  }
  await new Promise(resolve => setTimeout(resolve, 500));
}

/** Comms and futures of all kernels that the page talks to. */
function channels() {
  const { sessions } = window.jupyterapp.serviceManager;
  const connections = [...(sessions._sessionConnections ?? [])].map(session => session.kernel).filter(Boolean);
  const open = connections.reduce((sum, { _comms, _futures }) => sum + (_comms?.size ?? 0) + (_futures?.size ?? 0), 0);
  return { open };
}
