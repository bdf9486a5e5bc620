import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from '@jupyterlab/docregistry';
import type { AppDefinition } from '../apps/app-definition.js';
import type { AppWidget } from '../apps/app-widget.js';
import { createAppWidget, type AppServices } from '../apps/register-app.js';

/** An app as the view of a file: "Open With" in the file browser. */
export class AppDocumentFactory extends ABCWidgetFactory<DocumentWidget<AppWidget>> {
  readonly #app: AppDefinition;
  readonly #services: AppServices;

  constructor(app: AppDefinition, services: AppServices, options: DocumentRegistry.IWidgetFactoryOptions) {
    super(options);
    this.#app = app;
    this.#services = services;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<AppWidget> {
    const content = createAppWidget(this.#app, { path: context.path, document: true }, this.#services);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = this.#app.icon;
    return widget;
  }
}
