/** Beside jupyterlab-h5web, in one server: whether both work, and what each needs for the first picture of a large file. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { closeEverything, startLab } from '../harness/lab.mjs';
import { writeSparseStack } from '../harness/large-files.mjs';
import { firstPicture, ownRows, settled, watchWire } from './files.mjs';

const other = 'jupyterlab-h5web';

/** @param python of an environment with jupyterlab and jupyterlab_h5web; without one nothing is measured, and the reason is printed */
export async function h5webRows(python, row) {
  const found = python ? spawnSync(python, ['-c', 'import h5py, jupyterlab, jupyterlab_h5web']) : { status: 1 };
  if (found.status !== 0) {
    const reason = python ? `${python} has no JupyterLab with jupyterlab_h5web` : 'no Python with it was given';
    return console.log(`  skipped beside ${other}: ${reason} (h5web=PYTHON)`);
  }
  const lab = await startLab({ viewport: { width: 1600, height: 1000 }, python });
  try {
    const { page } = lab;
    await writeSparseStack({ path: join(lab.folder, 'big.h5'), frames: 640, size: 2048, filled: [0] });
    await writeSparseStack({ path: join(lab.folder, 'small.h5'), frames: 4, size: 256, filled: [0] });
    await closeEverything(page);
    // the code of both is there
    await page.evaluate(firstPicture, demoScan);
    await page.evaluate(otherPicture, { path: 'small.h5', factory: other });
    await settled(page);
    await ownRows(page, (what, ...rest) => row(`both installed; ${what}`, ...rest));
    const wire = await watchWire(page);
    const ms = await page.evaluate(otherPicture, { path: 'big.h5', factory: other });
    row(`${other}, file of 5.4 GB: first picture`, ms, 'ms', 'none');
    row(`${other}, file of 5.4 GB: over the wire`, wire.bytes() / 1e6, 'MB', 'none');
    await wire.stop();
    const problems = lab.watch.problems.filter(problem => !problem.includes(`/extensions/${other}/`));
    row('both installed; warnings and errors in the console', problems.length, 'messages', '0');
    for (const problem of problems) console.log(`  ${problem}`);
  } finally {
    await lab.stop();
  }
}

/** Runs in the page: opens a file in the other view, chooses its only dataset, and waits until its image is drawn. */
async function otherPicture({ path, factory }) {
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  const start = performance.now();
  await window.jupyterapp.commands.execute('docmanager:open', { path, factory });
  const tab = window.jupyterapp.shell.currentWidget.node;
  const dataset = () => [...tab.querySelectorAll('[role="treeitem"]')].find(item => item.textContent === 'frames');
  while (!dataset()) await frame();
  dataset().click();
  while (!tab.querySelector('canvas')) await frame();
  // it is mounted when the values are there, and drawn in the frames after that
  for (let i = 0; i < 3; i++) await frame();
  return performance.now() - start;
}
