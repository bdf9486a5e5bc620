import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { DocumentText } from '@daisy-lab/apps/canvas';
import { changesBetween } from './text-changes.js';

/** The text of an open document. The model is shared: an edit of another view, or of another person, comes back as a change. */
export class ModelText implements DocumentText {
  readonly #context: DocumentRegistry.Context;
  readonly #toKernel: (path: string) => string;

  constructor(context: DocumentRegistry.Context, toKernel: (path: string) => string) {
    this.#context = context;
    this.#toKernel = toKernel;
  }

  get path(): string {
    return this.#toKernel(this.#context.path);
  }

  get readOnly(): boolean {
    return this.#context.model.readOnly;
  }

  get isWritable(): boolean {
    return this.#context.contentsModel?.writable !== false;
  }

  get(): string {
    return this.#context.model.toString();
  }

  /** Changes only what differs, in one step: what another person edits elsewhere at the same moment stays. */
  set(text: string): void {
    const { sharedModel: shared } = this.#context.model as DocumentRegistry.ICodeModel;
    shared.transact(() => {
      for (const { start, end, text: value } of changesBetween(this.get(), text))
        shared.updateSource(start, end, value);
    });
  }

  onChange(listener: () => void): () => void {
    const { model, fileChanged } = this.#context;
    model.contentChanged.connect(listener);
    // another name may be one that this user may write to
    fileChanged.connect(listener);
    return () => {
      model.contentChanged.disconnect(listener);
      fileChanged.disconnect(listener);
    };
  }
}
