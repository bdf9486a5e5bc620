import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import type { Texts } from '../i18n/load-texts.js';

export const imageMime = 'application/vnd.daisy.image.v1+json';

/** An image in an output area: the saved PNG at once, the view with zoom and read-out as soon as its code is there. */
export class ImageOutput extends Widget implements IRenderMime.IRenderer {
  readonly #texts: Promise<Texts>;
  #view: { dispose(): void } | undefined;

  constructor(texts: Promise<Texts>) {
    super();
    this.addClass('daisy-ImageOutput');
    this.#texts = texts;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#showSaved(model.data);
    const { isSavedImage, mountImage } = await import('@daisy-lab/apps/kit');
    const content: unknown = model.data[imageMime];
    const texts = await this.#texts;
    if (this.isDisposed || !isSavedImage(content)) return;
    this.#view?.dispose();
    const host = document.createElement('div');
    this.node.replaceChildren(host);
    this.#view = mountImage(host, content, texts);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#view?.dispose();
    super.dispose();
  }

  /** The picture that every reader of the notebook sees; its text where it has none. */
  #showSaved(data: IRenderMime.IMimeModel['data']): void {
    const text = String(data['text/plain'] ?? '');
    const png = data['image/png'];
    if (typeof png !== 'string') {
      const lines = document.createElement('pre');
      lines.textContent = text;
      this.node.replaceChildren(lines);
      return;
    }
    const picture = document.createElement('img');
    picture.src = `data:image/png;base64,${png}`;
    picture.alt = text;
    this.node.replaceChildren(picture);
  }
}
