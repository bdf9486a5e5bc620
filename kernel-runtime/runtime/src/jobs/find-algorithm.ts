import { DaisyError, type AnyAlgorithm } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import '../command/attach.js';
import '../tensor/attach.js';

/**
 * The algorithm or workflow of that id.
 * @throws DaisyError `Input` when there is none.
 */
export function findAlgorithm(id: string): AnyAlgorithm {
  const found = catalogue.find(algorithm => algorithm.id === id);
  if (found) return found;
  throw new DaisyError('Input', {
    message: `There is no algorithm "${id}".`,
    action: `Choose one of ${catalogue.map(algorithm => algorithm.id).join(', ')}.`,
  });
}
