import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker, type ICommandPalette } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { UUID } from '@lumino/coreutils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Texts } from '../i18n/load-texts.js';
import type { Settings } from '../settings/setting.js';
import type { IDaisyKernels } from '../tokens.js';
import type { AppDefinition, AppHost } from './app-definition.js';
import { AppWidget } from './app-widget.js';
import type { FileAccess } from './file-access.js';
import type { OpenArgs } from './open-args.js';
import { restoreTabs } from './restore-tabs.js';

/** What an app is registered with. */
export interface AppServices {
  readonly kernels: IDaisyKernels;
  readonly files: FileAccess;
  readonly trans: Texts;
  readonly palette: ICommandPalette | null;
  readonly restorer: ILayoutRestorer | null;
  readonly notebooks: INotebookTracker | null;
  /** Settings of the app. */
  readonly settings: Settings;
  /** For apps that write cells. */
  readonly insertCell?: NonNullable<AppHost['insertCell']>;
}

export const argsSchema = {
  type: 'object',
  properties: {
    state: { type: 'object', description: 'What the tab shows, as the app saved it' },
    id: { type: 'string', description: 'Name of the tab' },
    path: { type: 'string', description: 'File to open, as the file browser names it' },
    notebook: { type: 'string', description: 'Notebook whose kernel is used' },
    currentNotebook: { type: 'boolean', description: 'Use the kernel of the notebook in front' },
  },
};

/** A widget of the app on the kernel that the arguments name. */
export function createAppWidget(app: AppDefinition, args: OpenArgs, services: AppServices): AppWidget {
  const { kernels, files, trans, notebooks } = services;
  const notebook = args.notebook ?? (args.currentNotebook ? notebooks?.currentWidget?.context.path : undefined);
  const { link, paths, connect, restart } = notebook === undefined ? kernels.own : kernels.ofNotebook(notebook);
  const file = args.path === undefined ? {} : app.stateOfFile(paths.toKernel(args.path));
  const state = args.state ?? { ...app.newState?.(services.settings), ...file };
  return new AppWidget(app, {
    link,
    connect,
    trans,
    state,
    notebook,
    ...(args.document && args.path !== undefined ? { documentName: PathExt.basename(args.path) } : {}),
    openFile: path => void files.open(paths, path),
    openWith: (path, name) => void files.open(paths, path, name),
    ...(services.insertCell ? { insertCell: services.insertCell } : {}),
    chooseScan: () => files.chooseScan(paths),
    restartKernel: restart,
    findDemonstration: () => files.demonstration(paths),
  });
}

/** Gives an app its command, its tabs (found again after a reload) and its entry in the palette. */
export function registerApp(lab: JupyterFrontEnd, app: AppDefinition, services: AppServices): void {
  const { trans, palette, restorer } = services;
  const tabs = new WidgetTracker<MainAreaWidget<AppWidget>>({ namespace: app.namespace });

  const keep = restoreTabs(restorer, {
    tracker: tabs,
    contentOf: ({ content }) => content,
    command: app.command,
    argsOf: ({ id, content: { notebook } }) => ({ id, ...(notebook === undefined ? {} : { notebook }) }),
    nameOf: ({ id }) => id,
  });

  lab.commands.addCommand(app.command, {
    label: ({ currentNotebook }) =>
      currentNotebook ? `${trans.__(app.title)}: ${trans.__('kernel of this notebook')}` : trans.__(app.title),
    caption: trans.__(app.caption),
    icon: app.icon,
    describedBy: { args: argsSchema },
    execute: args => {
      const content = createAppWidget(app, args as OpenArgs, services);
      const tab = new MainAreaWidget({ content });
      // The layout finds a tab by its name: the tab that comes back must have the old one.
      tab.id = (args as OpenArgs).id ?? `${app.namespace}-${UUID.uuid4()}`;
      keep(tab);
      lab.shell.add(tab, 'main', { type: app.title });
      return tab;
    },
  });
  palette?.addItem({ command: app.command, category: 'Daisy' });
  const { files } = services;
  lab.commands.addCommand(app.chosenCommand, {
    label: trans.__('Open folder with %1', trans.__(app.title)),
    icon: app.icon,
    describedBy: { args: { type: 'object', properties: {} } },
    isVisible: () => files.chosenFolder() !== undefined,
    execute: () => lab.commands.execute(app.command, { path: files.chosenFolder() }),
  });
}
