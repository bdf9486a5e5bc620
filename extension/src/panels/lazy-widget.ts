import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { Texts } from '../i18n/load-texts.js';

/** Draws into an element; its code is loaded when it is called. */
export type Mount = (element: HTMLElement) => Promise<{ dispose(): void }>;

/** A widget whose code is fetched when it is first shown. */
export class LazyWidget extends Widget {
  readonly #mount: Mount;
  readonly #trans: Texts;
  #mounted: Promise<{ dispose(): void } | undefined> | undefined;

  constructor(mount: Mount, trans: Texts) {
    super();
    this.#mount = mount;
    this.#trans = trans;
    this.addClass('daisy-LazyWidget');
  }

  override dispose(): void {
    if (this.isDisposed) return;
    void this.#mounted?.then(mounted => mounted?.dispose());
    super.dispose();
  }

  protected override onAfterShow(_: Message): void {
    this.#mounted ??= this.#draw();
  }

  protected override onAfterAttach(_: Message): void {
    if (this.isVisible) this.#mounted ??= this.#draw();
  }

  async #draw(): Promise<{ dispose(): void } | undefined> {
    const element = document.createElement('div');
    element.className = 'daisy-mount';
    this.node.append(element);
    try {
      const mounted = await this.#mount(element);
      if (!this.isDisposed) return mounted;
      mounted.dispose();
    } catch (error) {
      const trans = this.#trans;
      element.textContent = [
        trans.__('The panel could not be loaded.'),
        trans.__('Reload the page; when that does not help, restart JupyterLab.'),
        `(${String(error)})`,
      ].join(' ');
    }
    return undefined;
  }
}
