import { DaisyError, type BatchWrite } from '@daisy-lab/core';

const choices: readonly string[] = ['refuse', 'replace', 'keep'] satisfies readonly BatchWrite['existing'][];

/**
 * What becomes of files that are there already, as somebody wrote it.
 * @throws DaisyError `Input` for any other word
 */
export function existingFiles(word: unknown): BatchWrite['existing'] {
  if (typeof word === 'string' && choices.includes(word)) return word as BatchWrite['existing'];
  throw new DaisyError('Input', { message: `Existing files are one of ${choices.join(', ')}, not "${String(word)}".` });
}
