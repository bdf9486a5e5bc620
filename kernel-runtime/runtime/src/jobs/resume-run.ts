import { DaisyError, errorOf, fromDocument, type AnyAlgorithm, type DaisyDocument } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { changedFiles, type JournaledRun } from '../store/journal/run-history.js';
import type { FileRunRequest } from './file-run.js';
import { findAlgorithm } from './find-algorithm.js';

/**
 * What has to be asked for so that a run goes on where it was stopped: what it had finished is in the cache, and is not computed again.
 * @throws DaisyError `Input` for a run that has ended well, is still at work, or had its data in memory
 */
export function resumeRequest({ start, record }: JournaledRun): FileRunRequest {
  const short = start.run.slice(0, 8);
  const refuse = (message: string, action: string): never => {
    throw new DaisyError('Input', { message, action, run: start.run });
  };
  if (record.state === 'done') return refuse(`Run ${short} has finished already.`, 'Start a new one.');
  if (record.state === 'running') return refuse(`Run ${short} is still at work.`, 'Cancel it first, or wait for it.');
  if (!start.request) {
    return refuse(
      `Run ${short} had its data in memory.`,
      'Run the notebook again: what was finished is taken from the cache.',
    );
  }
  const { document, ...request } = start.request;
  const algorithm = document ? builtFrom(document) : findAlgorithm(start.algorithm);
  return { ...request, algorithm, resumes: start.run };
}

/** The workflow of a run that was neither installed nor in a file. */
function builtFrom(document: DaisyDocument): AnyAlgorithm {
  const { algorithm, problems } = fromDocument(document, catalogue);
  if (algorithm) return algorithm;
  throw errorOf(problems.find(({ severity }) => severity === 'error')!);
}

/** What has changed since the run was stopped, for people; null when nothing has. */
export function changedSince(run: JournaledRun): string | null {
  const files = changedFiles(run);
  if (files.length === 0) return null;
  return `${files.join(', ')} has changed since: what depends on it is computed again.`;
}
