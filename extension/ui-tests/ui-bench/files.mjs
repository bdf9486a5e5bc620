/** Large files in the HDF5 browser. */
import { closeEverything } from '../harness/lab.mjs';
import { demoScan } from '../../../scripts/setup/paths.mjs';

export async function fileRows(lab, row) {
  const { page } = lab;
  await closeEverything(page);
  await page.evaluate(firstPicture, demoScan);
  await settled(page);
  await ownRows(page, row);
  const listed = await page.evaluate(listMembers, { path: 'many.h5', group: 'many', member: 'entry_000000' });
  row('group of 100,000 members: opened and listed', listed, 'ms', '<= 2000');
}

/** The first picture of the large file, and the one that has every pixel in it. */
export async function ownRows(page, row) {
  const wire = await watchWire(page);
  const begin = performance.now();
  const ms = await page.evaluate(firstPicture, 'big.h5');
  row('file of 5.4 GB: first picture', ms, 'ms', '<= 500');
  row('file of 5.4 GB: over the wire', wire.bytes() / 1e6, 'MB', '<= 1');
  await page.locator('[data-testid="hdf5-image"] canvas[data-quality="exact"]:visible').first().waitFor();
  row('file of 5.4 GB: exact picture', performance.now() - begin, 'ms', 'none');
  row('file of 5.4 GB: over the wire until it is exact', wire.bytes() / 1e6, 'MB', 'none');
  await wire.stop();
}

/** The code is there and the kernel is up, and has done what it does after its start; what is measured is the file. */
export const settled = page => page.waitForTimeout(3000);

/** Everything that comes from the server. */
export async function watchWire(page) {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.dataReceived', ({ dataLength }) => (bytes += dataLength));
  session.on('Network.webSocketFrameReceived', ({ response: { opcode, payloadData } }) => {
    bytes += opcode === 2 ? Math.floor((payloadData.length * 3) / 4) : payloadData.length;
  });
  return { bytes: () => bytes, stop: () => session.detach() };
}

/** Runs in the page: opens a file and waits until its image is drawn. */
export async function firstPicture(path) {
  const start = performance.now();
  await window.jupyterapp.commands.execute('docmanager:open', { path });
  const tab = window.jupyterapp.shell.currentWidget.node;
  const drawn = () => tab.querySelector('[data-testid="hdf5-image"] canvas[data-version]');
  while (!drawn()) await new Promise(resolve => requestAnimationFrame(resolve));
  return performance.now() - start;
}

/** Runs in the page: opens a file, unfolds a group, and waits for its first member. */
async function listMembers({ path, group, member }) {
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  const start = performance.now();
  await window.jupyterapp.commands.execute('docmanager:open', { path });
  const tab = window.jupyterapp.shell.currentWidget.node;
  const items = () => [...tab.querySelectorAll('[data-testid="hdf5-tree"] [role="treeitem"]')];
  const itemOf = name => items().find(item => item.textContent.includes(name));
  while (!itemOf(group)) await frame();
  const unfolds = itemOf(group).getAttribute('aria-expanded') !== 'true';
  if (unfolds) itemOf(group).click();
  while (!itemOf(member)) await frame();
  return performance.now() - start;
}
