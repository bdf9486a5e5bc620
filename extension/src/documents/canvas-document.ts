import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from '@jupyterlab/docregistry';
import { Signal, type ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Texts } from '../i18n/load-texts.js';
import { canvasIcon } from '../icons.js';
import type { DaisyConnection } from '../tokens.js';
import { ModelText } from './model-text.js';

/** The canvas in a tab. Its code is fetched with the first document. */
export class CanvasWidget extends Widget {
  readonly #context: DocumentRegistry.Context;
  #mounted: { dispose(): void } | undefined;
  #add: ((algorithm: string) => void) | undefined;
  readonly #ready = new Signal<this, void>(this);

  constructor(context: DocumentRegistry.Context, connection: DaisyConnection, trans: Texts) {
    super();
    this.#context = context;
    this.addClass('daisy-AppWidget');
    void this.#mount(connection, trans);
  }

  /** Adds a step in the middle of what is seen; undefined until the canvas can take one. */
  get add(): ((algorithm: string) => void) | undefined {
    return this.#add;
  }

  /** Emitted when steps can be added. */
  get ready(): ISignal<this, void> {
    return this.#ready;
  }

  override dispose(): void {
    this.#mounted?.dispose();
    super.dispose();
  }

  async #mount({ link, paths, connect }: DaisyConnection, trans: Texts): Promise<void> {
    const element = document.createElement('div');
    element.className = 'daisy-mount';
    this.node.append(element);
    try {
      const [{ mountCanvas }] = await Promise.all([import('@daisy-lab/apps/canvas'), this.#context.ready]);
      if (this.isDisposed) return;
      connect();
      this.#mounted = mountCanvas(element, {
        link,
        trans,
        text: new ModelText(this.#context, path => paths.toKernel(path)),
        onReady: add => {
          this.#add = add;
          this.#ready.emit();
        },
      });
    } catch (error) {
      element.textContent = [
        trans.__('The canvas could not be loaded.'),
        trans.__('Reload the page; when that does not help, restart JupyterLab.'),
        `(${String(error)})`,
      ].join(' ');
    }
  }
}

/** The canvas as the view of `.daisy` documents. */
export class CanvasFactory extends ABCWidgetFactory<DocumentWidget<CanvasWidget>> {
  readonly #connection: DaisyConnection;
  readonly #trans: Texts;

  constructor(connection: DaisyConnection, trans: Texts, options: DocumentRegistry.IWidgetFactoryOptions) {
    super(options);
    this.#connection = connection;
    this.#trans = trans;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<CanvasWidget> {
    const content = new CanvasWidget(context, this.#connection, this.#trans);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = canvasIcon;
    return widget;
  }
}
