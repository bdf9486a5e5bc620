/** One real JupyterLab, one real browser, all suites; what must not happen is looked at after each of them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startLab } from './harness/lab.mjs';
import { launcherSuite } from './suites/launcher.mjs';
import { kernelSuite } from './suites/kernel.mjs';
import { kernelLifeSuite } from './suites/kernel-life.mjs';
import { kernelLinkSuite } from './suites/kernel-link.mjs';
import { ctSuite } from './suites/ct.mjs';
import { ctScreensSuite } from './suites/ct-screens.mjs';
import { ctStepsSuite } from './suites/ct-steps.mjs';
import { ctAndCellsSuite } from './suites/ct-and-cells.mjs';
import { badInputSuite } from './suites/bad-input.mjs';
import { workbenchSuite } from './suites/workbench.mjs';
import { dataFilesSuite } from './suites/data-files.mjs';
import { realFilesSuite } from './suites/real-files.mjs';
import { settingsAndStatusSuite } from './suites/settings-and-status.mjs';
import { canvasSuite } from './suites/canvas.mjs';
import { canvasLifeSuite } from './suites/canvas-life.mjs';
import { canvasEditsSuite } from './suites/canvas-edits.mjs';
import { comingBackSuite } from './suites/coming-back.mjs';
import { languageSuite } from './suites/language.mjs';
import { displaySuite } from './suites/display.mjs';
import { tourSuite } from './suites/tour.mjs';
import { hdf5Suite } from './suites/hdf5.mjs';
import { h5webSuite } from './suites/h5web.mjs';
import { accessibilitySuite } from './suites/accessibility.mjs';
import { twoWindowsSuite } from './suites/two-windows.mjs';
import { hdf5ViewsSuite } from './suites/hdf5-views.mjs';

/** Suites name their tests before the server exists, so they get the way to it. */
let lab;
before(async () => {
  lab = await startLab();
});
after(() => lab?.stop());

for (const [title, suite] of [
  ['launcher', launcherSuite],
  ['kernel', kernelSuite],
  ['kernel through its life', kernelLifeSuite],
  ['link to the kernel', kernelLinkSuite],
  ['CT tab', ctSuite],
  ['CT screens', ctScreensSuite],
  ['steps of the CT app', ctStepsSuite],
  ['CT tab beside a running cell', ctAndCellsSuite],
  ['bad input', badInputSuite],
  ['workflow canvas', canvasSuite],
  ['life of the canvas', canvasLifeSuite],
  ['edits on the canvas', canvasEditsSuite],
  ['two windows', twoWindowsSuite],
  ['panels of the workbench', workbenchSuite],
  ['settings and status', settingsAndStatusSuite],
  ['tabs that come back', comingBackSuite],
  ['language', languageSuite],
  ['display notebook', displaySuite],
  ['tour notebook', tourSuite],
  ['HDF5 browser', hdf5Suite],
  ['views of the HDF5 browser', hdf5ViewsSuite],
  ['data files of other kinds', dataFilesSuite],
  ['real and large files', realFilesSuite],
  ['accessibility', accessibilitySuite],
  ['views of h5web', h5webSuite],
]) {
  describe(title, { concurrency: 1 }, () => {
    suite(() => lab);
    test('the page logged no warning and no error, and asked no other host', () => {
      assert.deepEqual(lab.watch.problems.splice(0), []);
    });
  });
}
