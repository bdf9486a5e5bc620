import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from '@jupyterlab/docregistry';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Contents } from '@jupyterlab/services';
import type { Widget } from '@lumino/widgets';

/** What jupyterlab-h5web shows the path of a file for. */
const hdf5Mime = 'application/x-hdf5';

/** The view of jupyterlab-h5web under "Open With": the one that it gives to notebooks, in a tab of its own. */
export class H5webViewFactory extends ABCWidgetFactory<DocumentWidget> {
  readonly #rendermime: IRenderMimeRegistry;
  readonly #contents: Contents.IManager;

  constructor(
    rendermime: IRenderMimeRegistry,
    contents: Contents.IManager,
    options: DocumentRegistry.IWidgetFactoryOptions,
  ) {
    super(options);
    this.#rendermime = rendermime;
    this.#contents = contents;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget {
    const content = this.#rendermime.createRenderer(hdf5Mime) as Widget & {
      renderModel(model: unknown): Promise<void>;
    };
    const data = { [hdf5Mime]: this.#contents.localPath(context.path) };
    void content.renderModel(this.#rendermime.createModel({ data }));
    content.addClass('daisy-H5webView');
    const widget = new DocumentWidget({ content: content as Widget, context });
    widget.toolbar.hide();
    return widget;
  }
}
