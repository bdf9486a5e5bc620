import { ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { fileAccess } from '../apps/file-access.js';
import { hdf5App } from '../apps/hdf5-app.js';
import { registerApp } from '../apps/register-app.js';
import { registerDocumentView } from '../documents/register-document-view.js';
import { loadTexts } from '../i18n/load-texts.js';
import { acceptDatasets } from '../notebooks/drop-cell.js';
import { insertCell } from '../notebooks/insert-cell.js';
import { loadSettings } from '../settings/setting.js';
import { IDaisyKernels } from '../tokens.js';

const id = '@daisy-lab/jupyterlab:hdf5';

export const hdf5Plugin: JupyterFrontEndPlugin<void> = {
  id,
  description: 'The HDF5 browser: view of HDF5 and NeXus files, command, palette entry.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [IDefaultFileBrowser, INotebookTracker, ICommandPalette, ILayoutRestorer],
  activate: async (
    app,
    kernels: IDaisyKernels,
    translator: ITranslator,
    browser: IDefaultFileBrowser | null,
    notebooks: INotebookTracker | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const trans = await loadTexts(translator);
    const settings = await loadSettings(null, id, trans);
    const files = fileAccess(app.commands, app.serviceManager.contents, browser, translator, trans);
    const services = {
      ...{ kernels, files, trans, palette, restorer, notebooks, settings },
      insertCell: insertCell(notebooks, app.shell, kernels.own.paths, trans),
    };
    registerApp(app, hdf5App, services);
    if (notebooks) acceptDatasets(notebooks, kernels.own.paths);
    // Without a view of their own, HDF5 files would be opened as text, by a double click and by the address of the page.
    registerDocumentView(app, hdf5App, services, { isDefault: true });
  },
};
