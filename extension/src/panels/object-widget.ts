import type { Section } from '@daisy-lab/apps/workbench';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Texts } from '../i18n/load-texts.js';
import type { DaisyConnection } from '../tokens.js';
import { dataIcon } from './icons.js';
import { LazyWidget } from './lazy-widget.js';

/** The object that a tab shows; JSON, kept in JupyterLab's layout. */
export interface OpenObject {
  readonly object: string;
  /** Shown in the tab. */
  readonly name: string;
  /** Notebook whose kernel has the object; the kernel of the apps otherwise. */
  readonly notebook?: string;
  readonly section?: Section;
  /** Id of a tab that comes back. */
  readonly id?: string;
}

/** A data object in a tab. */
export class ObjectWidget extends LazyWidget {
  readonly #sectionChanged = new Signal<this, void>(this);
  #shown: OpenObject;

  constructor(shown: OpenObject, { link, connect, restart }: DaisyConnection, trans: Texts) {
    super(async element => {
      const { mountInspector } = await import('@daisy-lab/apps/workbench');
      connect();
      const { object, section } = shown;
      const onSection = (wanted: Section): void => this.#keep(wanted);
      return mountInspector(element, { link, object, section, trans, onSection, restartKernel: restart });
    }, trans);
    this.#shown = shown;
    this.addClass('daisy-ObjectWidget');
    this.title.label = shown.name;
    this.title.caption = shown.notebook === undefined ? shown.name : `${shown.name} (${shown.notebook})`;
    this.title.icon = dataIcon;
    this.title.closable = true;
  }

  get shown(): OpenObject {
    return this.#shown;
  }

  get sectionChanged(): ISignal<this, void> {
    return this.#sectionChanged;
  }

  #keep(section: Section): void {
    this.#shown = { ...this.#shown, section };
    this.#sectionChanged.emit();
  }
}
