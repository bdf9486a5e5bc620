import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { besideH5webPlugin } from './plugins/beside-h5web.js';
import { canvasPlugin } from './plugins/canvas.js';
import { ctPlugin } from './plugins/ct.js';
import { hdf5Plugin } from './plugins/hdf5.js';
import { kernelsPlugin } from './plugins/kernels.js';
import { launcherPlugin } from './plugins/launcher.js';
import { rendererPlugin } from './plugins/renderer.js';
import { runningPlugin } from './plugins/running.js';
import { runningCellPlugin } from './plugins/running-cell.js';
import { statusPlugin } from './plugins/status.js';
import { workbenchPlugin } from './plugins/workbench.js';

export * from './tokens.js';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  kernelsPlugin,
  launcherPlugin,
  ctPlugin,
  hdf5Plugin,
  canvasPlugin,
  runningPlugin,
  runningCellPlugin,
  statusPlugin,
  rendererPlugin,
  workbenchPlugin,
  besideH5webPlugin,
];

export default plugins;
