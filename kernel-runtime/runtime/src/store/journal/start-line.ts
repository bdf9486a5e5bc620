import { randomUUID } from 'node:crypto';
import { canonicalJson, type AnyAlgorithm, type Provenance } from '@daisy-lab/core';
import { ownToken } from '../../machine/process-token.js';
import { originOf } from '../../provenance/origin.js';
import { productVersion } from '../../version.js';
import type { FileFacts, JournaledRequest, StartLine } from './lines.js';
import { statOf } from '../../io/bytes/problems.js';

/** The first line of a run's journal. */
export function startLine(
  run: { readonly id: string; readonly provenance: Provenance },
  workflow: AnyAlgorithm,
  request: JournaledRequest | null,
  resumes?: string,
): StartLine {
  const { params, inputs } = run.provenance;
  const { id, version, title } = workflow;
  return {
    v: 1,
    kind: 'start',
    run: run.id || randomUUID(),
    startedMs: Date.now(),
    process: ownToken(),
    daisy: productVersion,
    // a workflow from a document is found again by its file
    algorithm: originOf(workflow)?.path ?? id,
    version,
    title,
    params: plain(params),
    files: Object.fromEntries(Object.entries(inputs).flatMap(([name, path]) => factsOf(name, path))),
    request: request && isPlain(request) ? request : null,
    ...(resumes === undefined ? {} : { resumes }),
  };
}

/** Files that are there, as they are now. */
export function factsOf(name: string, path: string): readonly (readonly [string, FileFacts])[] {
  const stat = statOf(path);
  return stat ? [[name, { path, bytes: stat.size, changedMs: stat.mtimeMs }]] : [];
}

/** Parameters that are plain data; others only a process knows. */
const plain = (params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => isPlain(value)));

function isPlain(value: unknown): boolean {
  try {
    return value === undefined || canonicalJson(value).length > 0;
  } catch {
    return false;
  }
}
