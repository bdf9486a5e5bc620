import { MainAreaWidget } from '@jupyterlab/apputils';
import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from '@jupyterlab/docregistry';
import { Signal, type ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Texts } from '../i18n/load-texts.js';
import { canvasIcon } from '../icons.js';
import type { DaisyConnection } from '../tokens.js';
import { ModelText } from './model-text.js';

interface CanvasTabOptions {
  /** Steps that lead to the workflow inside the document that is shown. */
  readonly inside?: readonly string[];
  openNested?(inside: readonly string[]): void;
  /** Opens a file that the kernel names. */
  openFile(kernelPath: string): void;
  /** Saves the document under another name. */
  saveAs?(): void;
}

/** JupyterLab as a canvas uses it. */
export interface CanvasPlace {
  addTab(tab: MainAreaWidget): void;
  openFile(kernelPath: string): void;
  saveAs(): void;
}

/** The canvas in a tab. Its code is fetched with the first document. */
export class CanvasWidget extends Widget {
  readonly #context: DocumentRegistry.Context;
  readonly #options: CanvasTabOptions;
  #mounted: { dispose(): void } | undefined;
  #add: ((algorithm: string) => void) | undefined;
  readonly #ready = new Signal<this, void>(this);

  constructor(context: DocumentRegistry.Context, connection: DaisyConnection, trans: Texts, options: CanvasTabOptions) {
    super();
    this.#context = context;
    this.#options = options;
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

  async #mount({ link, paths, connect, restart }: DaisyConnection, trans: Texts): Promise<void> {
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
        ...this.#options,
        restartKernel: restart,
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
  readonly #place: CanvasPlace;

  constructor(
    connection: DaisyConnection,
    trans: Texts,
    place: CanvasPlace,
    options: DocumentRegistry.IWidgetFactoryOptions,
  ) {
    super(options);
    this.#place = place;
    this.#connection = connection;
    this.#trans = trans;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<CanvasWidget> {
    const content = new CanvasWidget(context, this.#connection, this.#trans, {
      openNested: inside => this.#openNested(context, inside),
      openFile: path => this.#place.openFile(path),
      saveAs: () => this.#place.saveAs(),
    });
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = canvasIcon;
    return widget;
  }

  /** A workflow inside a step in a tab of its own, on the same document; it goes with the document. */
  #openNested(context: DocumentRegistry.Context, inside: readonly string[]): void {
    const content = new CanvasWidget(context, this.#connection, this.#trans, {
      inside,
      openFile: path => this.#place.openFile(path),
    });
    const tab = new MainAreaWidget({ content });
    tab.title.icon = canvasIcon;
    tab.title.label = inside.at(-1) ?? context.path;
    tab.title.caption = [context.path, ...inside].join(' › ');
    context.disposed.connect(() => tab.dispose());
    this.#place.addTab(tab);
  }
}
