import { Widget } from '@lumino/widgets';

/** Text in the status bar that can be pressed, by mouse and keyboard. */
export class StatusItem extends Widget {
  readonly #text: HTMLElement;

  constructor(onPress: () => void) {
    super();
    this.addClass('daisy-StatusItem');
    this.addClass('jp-mod-highlighted');
    this.#text = document.createElement('span');
    this.#text.className = 'jp-StatusBar-TextItem';
    this.#text.tabIndex = 0;
    this.#text.setAttribute('role', 'button');
    this.#text.dataset['testid'] = 'daisy-status';
    this.#text.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onPress();
    });
    this.node.addEventListener('click', onPress);
    this.node.append(this.#text);
  }

  /** Draws only what has changed, so that a screen reader is not disturbed. */
  write(line: string, details: string): void {
    if (this.#text.textContent !== line) this.#text.textContent = line;
    if (this.node.title !== details) this.node.title = details;
  }
}
