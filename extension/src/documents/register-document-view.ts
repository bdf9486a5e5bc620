import type { JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { DocumentWidget } from '@jupyterlab/docregistry';
import type { AppDefinition, AppState } from '../apps/app-definition.js';
import type { AppWidget } from '../apps/app-widget.js';
import type { OpenArgs } from '../apps/open-args.js';
import { argsSchema, type AppServices } from '../apps/register-app.js';
import { restoreTabs } from '../apps/restore-tabs.js';
import { CommandIds } from '../commands.js';
import { AppDocumentFactory } from './app-document.js';
import { registerDataFiles } from './data-files.js';

/** Offers an app under "Open With" for the files that it shows. */
export function registerDocumentView(
  { docRegistry, commands }: Pick<JupyterFrontEnd, 'docRegistry' | 'commands'>,
  app: AppDefinition,
  services: AppServices,
): void {
  const { trans, restorer } = services;
  const factory = new AppDocumentFactory(app, services, {
    name: app.title,
    label: trans.__(app.title),
    modelName: registerDataFiles(docRegistry),
    fileTypes: [...app.fileTypes],
    ...(app.isDefaultView ? { defaultFor: [...app.fileTypes] } : {}),
    readOnly: true,
  });
  docRegistry.addWidgetFactory(factory);

  // JupyterLab's own command knows no state, so the layout brings documents back with this one.
  const command = `${app.command}-document`;
  commands.addCommand(command, {
    label: trans.__(app.title),
    isVisible: () => false,
    describedBy: { args: argsSchema },
    execute: args => {
      const { path, state } = args as OpenArgs;
      if (path !== undefined && state) factory.expect(path, state);
      return commands.execute(CommandIds.openDocument, { ...(path === undefined ? {} : { path }), factory: app.title });
    },
  });
  const documents = new WidgetTracker<DocumentWidget<AppWidget>>({ namespace: `${app.namespace}-document` });
  const keep = restoreTabs(restorer, {
    tracker: documents,
    contentOf: ({ content }) => content,
    command,
    argsOf: ({ context, content }) => ({ path: context.path, state: stateNow(content, context.path) }),
    nameOf: ({ context }) => context.path,
  });
  factory.widgetCreated.connect((_, widget) => {
    widget.context.pathChanged.connect(() => void documents.save(widget));
    keep(widget);
  });

  /** A document that was renamed is found under its new name; another file that was opened in its tab stays that file. */
  function stateNow({ state, showsFirstFile }: AppWidget, path: string): AppState {
    return showsFirstFile ? { ...state, ...app.stateOfFile(services.kernels.own.paths.toKernel(path)) } : state;
  }
}
