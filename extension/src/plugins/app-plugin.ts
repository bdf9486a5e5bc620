import { ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import type { AppDefinition } from '../apps/app-definition.js';
import { fileAccess } from '../apps/file-access.js';
import { registerApp } from '../apps/register-app.js';
import { registerDocumentView } from '../documents/register-document-view.js';
import { loadTexts } from '../i18n/load-texts.js';
import { cellPlace, insertCell } from '../notebooks/insert-cell.js';
import { loadSettings } from '../settings/setting.js';
import { IDaisyKernels } from '../tokens.js';

/** The plugin of an app: its command, tabs, palette entry and its views of files. `name` is also that of its settings. */
export function appPlugin(name: string, description: string, definition: AppDefinition): JupyterFrontEndPlugin<void> {
  const id = `@daisy-lab/jupyterlab:${name}`;
  return {
    id,
    description,
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
      const services = {
        ...{ kernels, trans, notebooks, palette, restorer },
        files: fileAccess(app.commands, app.serviceManager.contents, browser, translator, trans),
        settings: await loadSettings(registry, id, trans),
        insertCell: (file, write) =>
          void insertCell(app, notebooks?.currentWidget ?? null, panel =>
            write(cellPlace(panel, file, kernels.own.paths)),
          ),
      } satisfies Parameters<typeof registerApp>[2];
      registerApp(app, definition, services);
      registerDocumentView(app, definition, services);
    },
  };
}
