import { DocumentModel, TextModelFactory } from '@jupyterlab/docregistry';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

/**
 * A document that only knows its path. The file format `null` makes JupyterLab ask for the file without its content: a scan of
 * 100 GB opens as fast as a small one, and nothing can be written back.
 */
export class ReferenceModelFactory extends TextModelFactory {
  override get name(): string {
    return 'daisy-reference';
  }

  override get contentType(): Contents.ContentType {
    return 'file';
  }

  override get fileFormat(): Contents.FileFormat {
    return null;
  }

  override createNew(options?: Parameters<TextModelFactory['createNew']>[0]): DocumentRegistry.ICodeModel {
    // JupyterLab copies a file into a checkpoint when its document opens, unless the model takes care of saving itself.
    const model = new DocumentModel({ ...options, collaborationEnabled: true });
    model.readOnly = true;
    return model;
  }
}
