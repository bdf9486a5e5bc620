import { ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { ctApp } from '../apps/ct-app.js';
import { fileAccess } from '../apps/file-access.js';
import { registerApp } from '../apps/register-app.js';
import { registerDocumentView } from '../documents/register-document-view.js';
import { loadTexts } from '../i18n/load-texts.js';
import { loadSettings } from '../settings/setting.js';
import { IDaisyKernels } from '../tokens.js';

const id = '@daisy-lab/jupyterlab:ct';

export const ctPlugin: JupyterFrontEndPlugin<void> = {
  id,
  description: 'The CT reconstruction app: command, tabs, palette entry, "Open With" for HDF5 files.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [IDefaultFileBrowser, INotebookTracker, ICommandPalette, ILayoutRestorer, ISettingRegistry],
  activate: async (
    app,
    kernels: IDaisyKernels,
    translator: ITranslator,
    browser: IDefaultFileBrowser | null,
    notebooks: INotebookTracker | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
  ) => {
    const trans = await loadTexts(translator);
    const settings = await loadSettings(registry, id, trans);
    const files = fileAccess(app.commands, app.serviceManager.contents, browser, translator, trans);
    const services = { kernels, files, trans, palette, restorer, notebooks, settings };
    registerApp(app, ctApp, services);
    registerDocumentView(app, ctApp, services);
  },
};
