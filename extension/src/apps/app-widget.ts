import { PathExt } from '@jupyterlab/coreutils';
import type { Message } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Texts } from '../i18n/load-texts.js';
import type { AppDefinition, AppHost, AppState } from './app-definition.js';

/** What a tab needs beside the definition of its app. */
export interface AppTab extends Pick<
  AppHost,
  'link' | 'openFile' | 'openWith' | 'insertCell' | 'chooseScan' | 'restartKernel'
> {
  readonly trans: Texts;
  readonly state: AppState;
  findDemonstration(): Promise<string | undefined>;
  /** Finds or starts the kernel. */
  connect(): void;
  /** Notebook whose kernel the tab uses; the shared one otherwise. */
  readonly notebook?: string | undefined;
  /** File name of the document that the tab shows; absent for a tab of its own. */
  readonly documentName?: string;
}

/** A tab with an app in it. The app's code is fetched when the tab is first shown. */
export class AppWidget extends Widget {
  readonly notebook: string | undefined;
  readonly #app: AppDefinition;
  readonly #tab: AppTab;
  readonly #stateChanged = new Signal<this, AppState>(this);
  #state: AppState;
  #mounted: Promise<{ dispose(): void } | undefined> | undefined;

  constructor(app: AppDefinition, tab: AppTab) {
    super();
    this.#app = app;
    this.#tab = tab;
    this.#state = tab.state;
    this.notebook = tab.notebook;
    this.addClass('daisy-AppWidget');
    this.title.icon = app.icon;
    this.title.closable = true;
    if (tab.documentName === undefined) this.#label();
    else this.title.label = tab.documentName;
  }

  get state(): AppState {
    return this.#state;
  }

  /** Whether the app still shows the file that it was opened with. */
  get showsFirstFile(): boolean {
    return this.#app.fileOfState(this.#state) === this.#app.fileOfState(this.#tab.state);
  }

  /** Emitted when there is something new to find again after a reload. */
  get stateChanged(): ISignal<this, AppState> {
    return this.#stateChanged;
  }

  override dispose(): void {
    void this.#mounted?.then(app => app?.dispose());
    super.dispose();
  }

  protected override onAfterShow(_: Message): void {
    this.#mounted ??= this.#mount();
  }

  protected override onAfterAttach(_: Message): void {
    if (this.isVisible) this.#mounted ??= this.#mount();
  }

  async #mount(): Promise<{ dispose(): void } | undefined> {
    const { link, connect, openFile, openWith, insertCell, chooseScan, restartKernel, findDemonstration, trans } =
      this.#tab;
    connect();
    try {
      const [mount, demonstration] = await Promise.all([this.#app.load(), findDemonstration()]);
      if (this.isDisposed) return undefined;
      const element = this.#element('daisy-mount');
      const onState = (state: AppState): void => this.#keep(state);
      const host = {
        ...{ link, trans, state: this.#state, onState, openFile, openWith, chooseScan, restartKernel },
        ...(insertCell ? { insertCell } : {}),
      };
      return mount(element, { ...host, ...(demonstration === undefined ? {} : { demonstration }) });
    } catch (error) {
      this.#element('daisy-failure').textContent = [
        trans.__('The app could not be loaded.'),
        trans.__('Reload the page; when that does not help, restart JupyterLab.'),
        `(${String(error)})`,
      ].join(' ');
      return undefined;
    }
  }

  #element(className: string): HTMLElement {
    const element = document.createElement('div');
    element.className = className;
    this.node.append(element);
    return element;
  }

  #keep(state: AppState): void {
    if (this.isDisposed) return;
    this.#state = state;
    // The label of a document is its file name: JupyterLab takes another label for a wish to rename the file.
    if (this.#tab.documentName === undefined) this.#label();
    this.#stateChanged.emit(state);
  }

  #label(): void {
    const file = this.#app.fileOfState(this.#state);
    const { trans } = this.#tab;
    this.title.label = file ? trans.__(this.#app.fileTitle, PathExt.basename(file)) : trans.__(this.#app.title);
    this.title.caption = file ?? trans.__(this.#app.caption);
  }
}
