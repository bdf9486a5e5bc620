import { writeFileSync } from 'node:fs';
import {
  printDocument,
  toDocument,
  type AnyAlgorithm,
  type DaisyDocument,
  type DocumentOptions,
} from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { startFile, writeFailure } from '../io/partial-file.js';

export interface SaveDocumentOptions extends DocumentOptions {
  readonly overwrite?: boolean;
}

/**
 * Writes a workflow, a document or the text of one as a `.daisy` file, which gets its name when it is complete. Workflows that Daisy
 * brings are named in it, others stand in it.
 * @returns the absolute path of the file
 * @throws DaisyError `File` when the file exists already (unless `overwrite`), `Input` for values that are no plain data
 */
export function saveDocument(
  path: string,
  content: AnyAlgorithm | DaisyDocument | string,
  { overwrite = false, ...options }: SaveDocumentOptions = {},
): string {
  const text = textOf(content, options);
  const file = startFile(path, overwrite);
  try {
    writeFileSync(file.temporary, text);
    file.finish();
    return file.path;
  } catch (thrown) {
    file.remove();
    throw writeFailure(file.path, thrown);
  }
}

function textOf(content: AnyAlgorithm | DaisyDocument | string, options: DocumentOptions): string {
  if (typeof content === 'string') return content;
  if ('daisy' in content) return printDocument(content);
  return printDocument(toDocument(content, { catalogue, ...options }));
}
