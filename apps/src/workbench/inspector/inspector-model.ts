import {
  recordOf,
  type ErrorRecord,
  type KernelLink,
  type LinkState,
  type ObjectContent,
  type ObjectDescription,
  type WireData,
} from '@daisy-lab/core';
import { isImage } from '../objects/preview.js';
import { ViewModel } from '../view-model.js';

export type Section = 'image' | 'curve' | 'table' | 'histogram' | 'value' | 'facts';

/** Content of tables and values; arrays are read part by part. */
export interface WholeContent {
  readonly content: ObjectContent;
  readonly arrays: WireData;
}

export interface InspectorView {
  readonly object: ObjectDescription | null;
  readonly whole: WholeContent | null;
  readonly section: Section;
  /** How the kernel is that has the object. */
  readonly kernel: LinkState;
  readonly error: ErrorRecord | null;
  /** The store has it no more; what was read of it stays. */
  readonly removed: boolean;
}

/** One object of a store, opened: what it is and the ways to look at it. */
export class InspectorModel extends ViewModel<InspectorView> {
  readonly #link: KernelLink;
  readonly #object: string;

  constructor(link: KernelLink, object: string, section?: Section) {
    super({ object: null, whole: null, section: section ?? 'facts', kernel: link.state, error: null, removed: false });
    this.#link = link;
    this.#object = object;
    this.#wanted = section;
  }

  readonly #wanted: Section | undefined;

  start(): void {
    void this.#load();
    this.onStop(this.#link.onEvent(({ topic }) => topic === 'store' && void this.#describe()));
    this.onStop(
      this.#link.onState(kernel => {
        const isBack = kernel === 'ready' && this.getView().kernel !== 'ready';
        this.update({ kernel });
        // a kernel that was started anew has lost what lay in its memory
        if (isBack) void (this.getView().object ? this.#describe() : this.#load());
      }),
    );
  }

  show(section: Section): void {
    this.update({ section });
  }

  async #load(): Promise<void> {
    try {
      const object = (await this.#link.request('store.describe', { object: this.#object })).result;
      const sections = sectionsOf(object);
      const section = this.#wanted && sections.includes(this.#wanted) ? this.#wanted : sections[0]!;
      this.update({ object, section });
      if (object.kind === 'array') return;
      const { result, arrays = {} } = await this.#link.request('store.read', { object: this.#object });
      this.update({ whole: { content: result, arrays } });
    } catch (error) {
      this.update({ error: recordOf(error) });
    }
  }

  /** The name may change, and the object may go. */
  async #describe(): Promise<void> {
    try {
      const object = (await this.#link.request('store.describe', { object: this.#object })).result;
      this.update({ object, error: null, removed: false });
    } catch (error) {
      const record = recordOf(error);
      const removed = record.tag === 'Input' && this.getView().object !== null;
      this.update(removed ? { error: null, removed } : { error: record });
    }
  }
}

/** The ways to look at an object, the best first. */
export function sectionsOf({ kind, shape = [] }: ObjectDescription): readonly Section[] {
  if (kind === 'table') return ['table', 'curve', 'facts'];
  if (kind !== 'array') return ['value', 'facts'];
  return [...(isImage(shape) ? (['image'] as const) : []), 'curve', 'table', 'histogram', 'facts'];
}
