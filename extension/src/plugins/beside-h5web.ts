import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ctApp } from '../apps/ct-app.js';
import { hdf5App } from '../apps/hdf5-app.js';
import { registerDataFiles } from '../documents/data-files.js';
import { H5webViewFactory } from '../documents/h5web-view.js';
import { keepOwnFiles } from '../documents/keep-own-files.js';

const other = 'jupyterlab-h5web';
const here: readonly string[] = [hdf5App.title, ctApp.title, other];

export const besideH5webPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:beside-h5web',
  description: 'Both views of HDF5 files, Daisy’s and that of jupyterlab-h5web, where both are installed.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IDefaultFileBrowser],
  activate: (app, rendermime: IRenderMimeRegistry, browser: IDefaultFileBrowser | null) => {
    if (!browser || !app.hasPlugin(other)) return;
    const { docRegistry, serviceManager } = app;
    keepOwnFiles(browser.model.manager, docRegistry, factory => here.includes(factory));
    const options = {
      name: other,
      modelName: registerDataFiles(docRegistry),
      fileTypes: ['daisy-hdf5'],
      readOnly: true,
    };
    docRegistry.addWidgetFactory(new H5webViewFactory(rendermime, serviceManager.contents, options));
  },
};
