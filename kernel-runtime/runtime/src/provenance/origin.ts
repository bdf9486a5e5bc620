import { createHash } from 'node:crypto';
import { printDocument, toDocument, type AnyAlgorithm, type DocumentOrigin, type Provenance } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';

const origins = new WeakMap<AnyAlgorithm, DocumentOrigin>();
const algorithms = new WeakMap<Provenance, AnyAlgorithm>();

/** Notes that a workflow was read from a document. */
export function noteOrigin(algorithm: AnyAlgorithm, path: string, text: string): void {
  origins.set(algorithm, { path, sha256: createHash('sha256').update(text).digest('hex'), text });
}

/** The document that a workflow was read from. */
export const originOf = (algorithm: AnyAlgorithm): DocumentOrigin | undefined => origins.get(algorithm);

/** Notes what ran, for those who save the outputs of the run. */
export function noteAlgorithm(provenance: Provenance, algorithm: AnyAlgorithm): void {
  algorithms.set(provenance, algorithm);
}

/**
 * The document of a run: the one that it was started from, else one made of the workflow. Undefined for a workflow with constants that
 * no document can hold, and for provenance of which nothing more is known than it says.
 */
export function documentOf(provenance: Provenance): string | undefined {
  if (provenance.document) return provenance.document.text;
  const algorithm =
    algorithms.get(provenance) ??
    catalogue.find(({ id, version }) => id === provenance.algorithm && version === provenance.version);
  if (!algorithm) return undefined;
  try {
    return printDocument(toDocument(algorithm, { catalogue, params: provenance.params, inputs: provenance.inputs }));
  } catch {
    return undefined;
  }
}
