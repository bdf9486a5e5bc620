import { DaisyError, type AnyAlgorithm, type Provenance } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { documentFrom } from '../documents/open-document.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { readProvenance } from './read-provenance.js';
import { fileFacts } from './run-facts.js';

/** What to ask for so that a result is computed again. */
export interface RepeatRequest {
  readonly algorithm: AnyAlgorithm;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly use: Readonly<Record<string, string>>;
  /** Sentences about what is not as it was. */
  readonly warnings: readonly string[];
}

/**
 * Reads from the file of a result how to compute it again: the workflow, its inputs, parameters and pinned bodies.
 * @throws DaisyError `File` when the file does not say, `Input` when the workflow cannot be made of what is installed
 */
export async function repeatOf(file: string): Promise<RepeatRequest> {
  const { provenance, document } = await readProvenance(file);
  const { inputs, values = {}, params, use = {} } = provenance;
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  const algorithm = algorithmOf(provenance, document);
  return {
    algorithm,
    inputs: { ...values, ...inputs },
    params: given,
    use,
    warnings: changesSince(provenance, algorithm),
  };
}

/** The workflow of the document in the file; for an algorithm that Daisy brings, that one. */
function algorithmOf({ algorithm, version, document }: Provenance, text: string | undefined): AnyAlgorithm {
  const installed = catalogue.find(known => known.id === algorithm && known.version === version);
  if (installed && !document) return installed;
  if (text === undefined) return findAlgorithm(algorithm);
  return documentFrom(text, document?.path ?? 'workflow.daisy').workflow;
}

function changesSince({ algorithm, version, files = {} }: Provenance, now: AnyAlgorithm): readonly string[] {
  const versions =
    now.version === version ? [] : [`The result was made by ${algorithm} ${version}; this is ${now.version}.`];
  const changed = Object.values(files).flatMap(before => {
    const found = fileFacts(before.path);
    if (!found)
      throw new DaisyError('File', { message: `The input ${before.path} is no longer there.`, path: before.path });
    return found.bytes === before.bytes && found.modified === before.modified
      ? []
      : [`${before.path} has changed since.`];
  });
  return [...versions, ...changed];
}
