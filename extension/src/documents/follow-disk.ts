import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

/** What of a document is looked at; an open document of JupyterLab has it. */
export type FollowedDocument = Pick<
  DocumentRegistry.Context,
  'path' | 'isReady' | 'isDisposed' | 'model' | 'contentsModel' | 'revert'
>;

/**
 * Shows what has been written into the file of a document elsewhere, as long as nobody has edited it here: JupyterLab alone would go on
 * to show what it once read. A document that was edited stays as it is, and JupyterLab asks when it is saved.
 */
export class DiskFollower {
  readonly #looking = new Set<FollowedDocument>();

  constructor(private readonly contents: Pick<Contents.IManager, 'get'>) {}

  /** Looks whether the file has changed, and loads it when it has. */
  async look(document: FollowedDocument): Promise<void> {
    if (this.#looking.has(document) || !mayBeLoaded(document)) return;
    this.#looking.add(document);
    try {
      const now = await this.contents.get(document.path, { content: false, hash: true });
      if (!mayBeLoaded(document) || !isOther(now, document.contentsModel)) return;
      await document.revert();
      // JupyterLab takes what it has just loaded for an edit
      document.model.dirty = false;
    } catch {
      // a file that is gone, or a server that does not answer: saving tells what is wrong
    } finally {
      this.#looking.delete(document);
    }
  }
}

/** Not while it is edited, and not where a server keeps all copies alike. */
const mayBeLoaded = ({ isReady, isDisposed, model }: FollowedDocument): boolean =>
  isReady && !isDisposed && !model.dirty && !model.collaborative;

type Known = Omit<Contents.IModel, 'content'>;

function isOther(now: Known, before: Known | null): boolean {
  if (!before) return false;
  return now.hash && before.hash ? now.hash !== before.hash : now.last_modified !== before.last_modified;
}
