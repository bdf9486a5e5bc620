/** Bytes of the extension that a browser loads, as a server that compresses sends them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inBuild } from '../../../scripts/setup/paths.mjs';
import { emptyDocument } from './documents.mjs';
import { writeFileSync } from 'node:fs';

const folder = inBuild('share/jupyter/labextensions/@daisy-lab/jupyterlab');
const ours = /\/extensions\/@daisy-lab\/jupyterlab\/(static\/[^?]+\.js)/;

export async function bundleRows(lab, row) {
  const atStart = loaded(lab);
  row('bundle at start', kilobytes(atStart), 'kB gz', '<= 150');
  writeFileSync(join(lab.folder, 'empty.daisy'), emptyDocument);
  await lab.page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:open', { path: 'empty.daisy' }).then(() => undefined),
  );
  await lab.page.locator('[data-testid="canvas-palette"] li').first().waitFor();
  const canvas = loaded(lab).filter(file => !atStart.includes(file));
  row('code that the canvas loads, without the layout engine', kilobytes(canvas), 'kB gz', '<= 120');
}

/** Files of ours that the page has asked for. */
function loaded(lab) {
  const files = lab.watch.requests.flatMap(({ path }) => ours.exec(path)?.[1] ?? []);
  const known = new Set(readdirSync(join(folder, 'static')).map(name => `static/${name}`));
  return [...new Set(files)].filter(file => known.has(file));
}

const kilobytes = files =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0) / 1000;
