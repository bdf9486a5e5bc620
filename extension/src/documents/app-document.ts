import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from '@jupyterlab/docregistry';
import type { AppDefinition, AppState } from '../apps/app-definition.js';
import type { AppWidget } from '../apps/app-widget.js';
import { createAppWidget, type AppServices } from '../apps/register-app.js';

/** An app as the view of a file: "Open With" in the file browser. */
export class AppDocumentFactory extends ABCWidgetFactory<DocumentWidget<AppWidget>> {
  readonly #app: AppDefinition;
  readonly #services: AppServices;
  readonly #states = new Map<string, AppState>();

  constructor(app: AppDefinition, services: AppServices, options: DocumentRegistry.IWidgetFactoryOptions) {
    super(options);
    this.#app = app;
    this.#services = services;
  }

  /** The next view of this file begins with this state. JupyterLab opens documents by their path alone. */
  expect(path: string, state: AppState): void {
    this.#states.set(path, state);
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<AppWidget> {
    const { path } = context;
    const state = this.#states.get(path);
    this.#states.delete(path);
    const args = { path, document: true, ...(state ? { state } : {}) };
    const content = createAppWidget(this.#app, args, this.#services);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = this.#app.icon;
    // apps bring their own bars
    widget.toolbar.hide();
    return widget;
  }
}
