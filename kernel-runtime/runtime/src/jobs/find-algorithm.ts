import { extname, resolve } from 'node:path';
import { DaisyError, type AnyAlgorithm } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import '../command/attach.js';
import { openDocument } from '../documents/open-document.js';
import '../tensor/attach.js';

/**
 * The algorithm or workflow of that id, or the workflow of a `.daisy` file.
 * @param cwd folder that the path of a file starts from
 * @throws DaisyError `Input` when there is none or the document has errors, `File` when it cannot be read
 */
export function findAlgorithm(id: string, cwd: string = process.cwd()): AnyAlgorithm {
  if (extname(id).toLowerCase() === '.daisy') return openDocument(resolve(cwd, id)).workflow;
  const found = catalogue.find(algorithm => algorithm.id === id);
  if (found) return found;
  throw new DaisyError('Input', {
    message: `There is no algorithm "${id}".`,
    action: `Choose one of ${catalogue.map(algorithm => algorithm.id).join(', ')}.`,
  });
}
