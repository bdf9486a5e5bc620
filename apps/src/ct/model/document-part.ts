import type { CtRecipe } from '@daisy-lab/core';
import type { CtStore } from './ct-store.js';

/** The recipe as a document. */
export class DocumentPart {
  /** How files were when this tab wrote or read them last. */
  private readonly known = new Map<string, string>();

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

  /** Writes the document. What others have written under that name is replaced only on demand. */
  async save(file: string, overwrite = false): Promise<void> {
    this.store.set({ saved: null });
    const known = this.known.get(file);
    const wish = { recipe: this.store.recipe, file, overwrite, ...(known === undefined ? {} : { known }) };
    await this.store.attempt(
      'document',
      () => this.store.link.request('ct.save', wish),
      ({ result }) => {
        this.known.set(file, result.stamp).set(result.file, result.stamp);
        this.store.set({ saved: result.file });
      },
    );
  }

  /** The document was not saved because of a file that others have written. */
  get isTaken(): boolean {
    return this.store.view.errors.document?.facts?.['taken'] === 'file';
  }

  /** What a document says; null when it cannot be read. */
  async read(file: string): Promise<CtRecipe | null> {
    let recipe: CtRecipe | null = null;
    await this.store.attempt(
      'document',
      () => this.store.link.request('ct.load', { file }),
      ({ result }) => {
        this.known.set(file, result.stamp);
        recipe = result.recipe;
      },
    );
    return recipe;
  }
}
