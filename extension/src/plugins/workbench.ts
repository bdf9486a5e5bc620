import { ILabShell, ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { fileAccess } from '../apps/file-access.js';
import { loadTexts } from '../i18n/load-texts.js';
import { acceptDatasets } from '../notebooks/drop-cell.js';
import { LazyWidget } from '../panels/lazy-widget.js';
import { addObjectTabs } from '../panels/object-tabs.js';
import { panelList } from '../panels/panel-list.js';
import { workbenchHost } from '../panels/workbench-host.js';
import { loadSettings } from '../settings/setting.js';
import { IDaisyKernels } from '../tokens.js';

const id = '@daisy-lab/jupyterlab:workbench';

export const workbenchPlugin: JupyterFrontEndPlugin<void> = {
  id,
  description:
    'Panels for data objects, algorithms, runs and the log, which follow the kernel of the notebook in front.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [ILabShell, INotebookTracker, IDefaultFileBrowser, ICommandPalette, ILayoutRestorer, ISettingRegistry],
  activate: async (
    app,
    kernels: IDaisyKernels,
    translator: ITranslator,
    shell: ILabShell | null,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
  ) => {
    const trans = await loadTexts(translator);
    await loadSettings(registry, id, trans);
    const files = fileAccess(app.commands, app.serviceManager.contents, browser, translator, trans);
    const host = workbenchHost(app, { kernels, files, trans, shell, notebooks });
    addObjectTabs(app, kernels, trans, restorer);
    if (notebooks) acceptDatasets(notebooks, kernels.own.paths);

    for (const [at, { name, id, command, title, icon, area }] of panelList(trans).entries()) {
      const widget: LazyWidget = new LazyWidget(async element => {
        const { mountPanel } = await import('@daisy-lab/apps/workbench');
        return mountPanel(element, name, { ...host, isVisible: () => widget.isVisible });
      }, trans);
      widget.id = id;
      widget.title.icon = icon;
      widget.title.caption = title;
      widget.node.setAttribute('role', 'region');
      widget.node.setAttribute('aria-label', title);
      app.shell.add(widget, area, { rank: 610 + at, type: 'Daisy' });
      restorer?.add(widget, id);
      app.commands.addCommand(command, {
        label: trans.__('Show %1', title),
        icon,
        describedBy: { args: { type: 'object', properties: {} } },
        execute: () => app.shell.activateById(id),
      });
      palette?.addItem({ command, category: 'Daisy' });
    }
  },
};
