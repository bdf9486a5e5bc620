import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import type { mountRun } from '@daisy-lab/apps/kit';
import type { Texts } from '../i18n/load-texts.js';

export const runMime = 'application/vnd.daisy.run.v1+json';

/** A run in an output area: its line of text at once, its progress in place as soon as the code is there. */
export class RunOutput extends Widget implements IRenderMime.IRenderer {
  readonly #texts: Promise<Texts>;
  #view: ReturnType<typeof mountRun> | undefined;
  #newest: IRenderMime.IMimeModel['data'] = {};

  constructor(texts: Promise<Texts>) {
    super();
    this.addClass('daisy-RunOutput');
    this.#texts = texts;
  }

  /** Called anew for every update of the output; of updates that come while the code loads, the newest is drawn. */
  async renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
    this.#newest = data;
    if (!this.#view) this.#showText();
    const [{ isShownRun, mountRun }, texts] = await Promise.all([import('@daisy-lab/apps/kit'), this.#texts]);
    const content: unknown = this.#newest[runMime];
    if (this.isDisposed || !isShownRun(content)) return;
    if (this.#view) return this.#view.update(content);
    const host = document.createElement('div');
    this.node.replaceChildren(host);
    this.#view = mountRun(host, content, texts);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#view?.dispose();
    super.dispose();
  }

  #showText(): void {
    const text = document.createElement('pre');
    text.textContent = String(this.#newest['text/plain'] ?? '');
    this.node.replaceChildren(text);
  }
}
