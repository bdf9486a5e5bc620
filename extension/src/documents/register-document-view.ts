import type { JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { DocumentWidget } from '@jupyterlab/docregistry';
import type { AppDefinition } from '../apps/app-definition.js';
import type { AppWidget } from '../apps/app-widget.js';
import type { AppServices } from '../apps/register-app.js';
import { CommandIds } from '../commands.js';
import { AppDocumentFactory } from './app-document.js';
import { hdf5FileType } from './hdf5-files.js';
import { ReferenceModelFactory } from './reference-model.js';

/** Offers an app under "Open With" for HDF5 files, and as their default view. */
export function registerDocumentView(
  { docRegistry }: Pick<JupyterFrontEnd, 'docRegistry'>,
  app: AppDefinition,
  services: AppServices,
): void {
  const { trans, restorer } = services;
  const model = new ReferenceModelFactory();
  const factory = new AppDocumentFactory(app, services, {
    name: app.title,
    label: trans.__(app.title),
    modelName: model.name,
    fileTypes: [hdf5FileType.name],
    // Without a view of their own, HDF5 files would be opened as text, by a double click and by the address of the page.
    defaultFor: [hdf5FileType.name],
    readOnly: true,
  });
  docRegistry.addFileType({ ...hdf5FileType, icon: app.icon });
  docRegistry.addModelFactory(model);
  docRegistry.addWidgetFactory(factory);

  const documents = new WidgetTracker<DocumentWidget<AppWidget>>({ namespace: `${app.namespace}-document` });
  factory.widgetCreated.connect((_, widget) => {
    widget.context.pathChanged.connect(() => void documents.save(widget));
    void documents.add(widget);
  });
  void restorer?.restore(documents, {
    command: CommandIds.openDocument,
    args: ({ context }) => ({ path: context.path, factory: app.title }),
    name: ({ context }) => context.path,
  });
}
