import type { CtRecipe } from '@daisy-lab/core';
import type { CtStore } from './ct-store.js';

/** The recipe as a document. */
export class DocumentPart {
  constructor(private readonly store: CtStore) {}

  async refresh(): Promise<void> {
    const { state, opened } = this.store.view;
    if (!opened) return;
    const wish = { recipe: this.store.recipe, out: state.out ?? 'volume.h5' };
    await this.store.attempt(
      'document',
      () => this.store.link.request('ct.document', wish),
      ({ result }) => this.store.set({ document: result }),
    );
  }

  /** Writes the document; the same name is replaced. */
  async save(file: string): Promise<void> {
    this.store.set({ saved: null });
    await this.store.attempt(
      'document',
      () => this.store.link.request('ct.save', { recipe: this.store.recipe, file, overwrite: true }),
      ({ result }) => this.store.set({ saved: result.file }),
    );
  }

  /** What a document says; null when it cannot be read. */
  async read(file: string): Promise<CtRecipe | null> {
    let recipe: CtRecipe | null = null;
    await this.store.attempt(
      'document',
      () => this.store.link.request('ct.load', { file }),
      ({ result }) => (recipe = result.recipe),
    );
    return recipe;
  }
}
