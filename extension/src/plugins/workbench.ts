import type { PanelName, WorkbenchHost } from '@daisy-lab/apps/workbench';
import { ILabShell, ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { fileAccess } from '../apps/file-access.js';
import { CommandIds } from '../commands.js';
import { loadTexts } from '../i18n/load-texts.js';
import { FollowedKernels } from '../panels/followed-kernels.js';
import { algorithmsIcon, dataIcon, logIcon, runsIcon } from '../panels/icons.js';
import { insertCell } from '../panels/insert-cell.js';
import { LazyWidget } from '../panels/lazy-widget.js';
import { addObjectTabs } from '../panels/object-tabs.js';
import { IDaisyKernels } from '../tokens.js';

interface Panel {
  readonly name: PanelName;
  readonly id: string;
  readonly command: string;
  readonly title: string;
  readonly icon: LabIcon;
  readonly area: 'left' | 'right';
  readonly rank: number;
}

export const workbenchPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:workbench',
  description: 'Panels for data objects, algorithms and runs, which follow the kernel of the notebook in front.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [ILabShell, INotebookTracker, IDefaultFileBrowser, ICommandPalette, ILayoutRestorer],
  activate: async (
    app,
    kernels: IDaisyKernels,
    translator: ITranslator,
    shell: ILabShell | null,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const { commands, serviceManager } = app;
    const trans = await loadTexts(translator);
    addObjectTabs(app, kernels, trans, restorer);
    const followed = new FollowedKernels({
      kernels,
      notebooks,
      front: shell,
      chooseKernel: () => void commands.execute('notebook:change-kernel'),
    });
    const files = fileAccess(commands, serviceManager.contents, browser, translator, trans);
    const connectionOf = (notebook: string | null) => (notebook === null ? kernels.own : kernels.ofNotebook(notebook));
    const addToCanvas = (algorithm: string): void => void commands.execute(CommandIds.addToCanvas, { algorithm });
    const host: Omit<WorkbenchHost, 'isVisible'> = {
      trans,
      kernels: followed,
      openObject: ({ notebook }, { id, name }) =>
        void commands.execute(CommandIds.openObject, {
          object: id,
          name: name || id.slice(0, 10),
          ...(notebook === null ? {} : { notebook }),
        }),
      openFile: path => void files.open(connectionOf(followed.get().notebook).paths, path),
      insertCell: (code, run = false) =>
        void insertCell(commands, followed.notebook ?? notebooks?.currentWidget ?? null, code, run).then(panel =>
          app.shell.activateById(panel.id),
        ),
      canvas: {
        get: () => (commands.isEnabled(CommandIds.addToCanvas) ? addToCanvas : null),
        onChange: listener => {
          const changed = (): void => listener();
          commands.commandChanged.connect(changed);
          shell?.currentChanged.connect(changed);
          return () => {
            commands.commandChanged.disconnect(changed);
            shell?.currentChanged.disconnect(changed);
          };
        },
      },
    };

    const panels: readonly Panel[] = [
      {
        name: 'objects',
        id: 'daisy-data',
        command: CommandIds.showData,
        title: trans.__('Daisy data objects'),
        icon: dataIcon,
        area: 'left',
        rank: 610,
      },
      {
        name: 'algorithms',
        id: 'daisy-algorithms',
        command: CommandIds.showAlgorithms,
        title: trans.__('Daisy algorithms'),
        icon: algorithmsIcon,
        area: 'left',
        rank: 620,
      },
      {
        name: 'runs',
        id: 'daisy-runs',
        command: CommandIds.showRuns,
        title: trans.__('Daisy runs'),
        icon: runsIcon,
        area: 'right',
        rank: 610,
      },
      {
        name: 'log',
        id: 'daisy-log',
        command: CommandIds.showLog,
        title: trans.__('Daisy log'),
        icon: logIcon,
        area: 'right',
        rank: 620,
      },
    ];
    for (const { name, id, command, title, icon, area, rank } of panels) {
      const widget: LazyWidget = new LazyWidget(async element => {
        const { mountPanel } = await import('@daisy-lab/apps/workbench');
        return mountPanel(element, name, { ...host, isVisible: () => widget.isVisible });
      }, trans);
      widget.id = id;
      widget.title.icon = icon;
      widget.title.caption = title;
      widget.node.setAttribute('role', 'region');
      widget.node.setAttribute('aria-label', title);
      app.shell.add(widget, area, { rank, type: 'Daisy' });
      restorer?.add(widget, id);
      commands.addCommand(command, {
        label: trans.__('Show %1', title),
        icon,
        describedBy: { args: { type: 'object', properties: {} } },
        execute: () => app.shell.activateById(id),
      });
      palette?.addItem({ command, category: 'Daisy' });
    }
  },
};
