import type { AnyAlgorithm } from '@daisy-lab/core';

/** What a document brings to a run of its workflow; what the run is given goes before it. */
export interface DocumentRunValues {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly use: Readonly<Record<string, string>>;
  /** Sentences about versions that are not those the document was made for. */
  readonly warnings: readonly string[];
}

const known = new WeakMap<AnyAlgorithm, DocumentRunValues>();

export function noteValues(algorithm: AnyAlgorithm, values: DocumentRunValues): void {
  known.set(algorithm, values);
}

/** Empty for algorithms that are not from a document. */
export const valuesOf = (algorithm: AnyAlgorithm): DocumentRunValues =>
  known.get(algorithm) ?? { inputs: {}, params: {}, use: {}, warnings: [] };
