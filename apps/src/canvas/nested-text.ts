import { documentEdits, parseDocument, printDocument, type DaisyDocument } from '@daisy-lab/core';
import type { DocumentText } from './document-text.js';

/** The workflow inside a step as a document of its own; what is edited there is written into the document around it. */
export class NestedText implements DocumentText {
  #shown = { of: '', text: '' };

  constructor(
    readonly parent: DocumentText,
    readonly step: string,
  ) {}

  get path(): string {
    return this.parent.path;
  }

  get readOnly(): boolean {
    return this.parent.readOnly || this.#inner() === null;
  }

  /** The same text as long as it says the same; empty when the step is gone. */
  get(): string {
    const inner = this.#inner();
    const of = JSON.stringify(inner);
    if (of !== this.#shown.of) this.#shown = { of, text: inner ? printDocument(inner) : '' };
    return this.#shown.text;
  }

  set(text: string): void {
    const { document } = parseDocument(text);
    if (!document) return;
    const { workflow, view } = document;
    const inner = { workflow, ...(view ? { view } : {}) };
    this.#shown = { of: JSON.stringify({ daisy: document.daisy, ...inner }), text };
    this.parent.set(documentEdits.setNested(this.parent.get(), this.step, inner).text);
  }

  onChange(listener: () => void): () => void {
    return this.parent.onChange(listener);
  }

  #inner(): DaisyDocument | null {
    const { document } = parseDocument(this.parent.get());
    const workflow = document?.workflow.nodes.find(({ name }) => name === this.step)?.workflow;
    const view = document?.view?.nested?.[this.step];
    return document && workflow ? { daisy: document.daisy, workflow, ...(view ? { view } : {}) } : null;
  }
}

/** The text of the whole document. */
export function outermost(text: DocumentText): DocumentText {
  return text instanceof NestedText ? outermost(text.parent) : text;
}

/** The steps that lead from the whole document to this text. */
export function pathOf(text: DocumentText): readonly string[] {
  return text instanceof NestedText ? [...pathOf(text.parent), text.step] : [];
}

/** The workflow at the end of a path of steps. */
export function textInside(text: DocumentText, path: readonly string[]): DocumentText {
  return path.reduce<DocumentText>((parent, step) => new NestedText(parent, step), text);
}
