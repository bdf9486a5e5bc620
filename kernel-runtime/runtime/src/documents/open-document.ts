import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  DaisyError,
  errorOf,
  fromDocument,
  parseDocument,
  type AnyAlgorithm,
  type DaisyDocument,
  type DocumentProblem,
  type PortType,
  type Ports,
} from '@daisy-lab/core';
import { catalogue as installed } from '@daisy-lab/techniques';
import '../command/attach.js';
import '../tensor/attach.js';
import { noteOrigin } from '../provenance/origin.js';
import { noteValues } from './document-values.js';
import { forbidden } from '../io/bytes/problems.js';

/** A document that was read from a file. */
export interface OpenDocument {
  readonly path: string;
  readonly text: string;
  /** Null when the text cannot be understood. */
  readonly document: DaisyDocument | null;
  readonly problems: readonly DocumentProblem[];
  /**
   * The workflow, for engines.
   * @throws DaisyError `Input` with the first problem when there is none
   */
  readonly workflow: AnyAlgorithm;
  /** Inputs that the document holds; paths are made absolute from its folder. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** Pinned bodies, for `use` of a run. */
  readonly use: Readonly<Record<string, string>>;
}

export interface OpenDocumentOptions {
  /** Algorithms of your own that the document uses, beside those that Daisy brings. */
  readonly catalogue?: Iterable<AnyAlgorithm>;
}

/**
 * Reads a `.daisy` file: `const ct = openDocument('ct.daisy'); engine.run(ct.workflow, ct.inputs, { params: ct.params, use: ct.use })`.
 * @throws DaisyError `File` when the file cannot be read; what is wrong inside stands in `problems`
 */
export function openDocument(path: string, options: OpenDocumentOptions = {}): OpenDocument {
  return documentFrom(readText(resolve(path)), resolve(path), options);
}

/** A document whose text is at hand; `path` is where relative paths start from. */
export function documentFrom(text: string, path: string, { catalogue = [] }: OpenDocumentOptions = {}): OpenDocument {
  const { document, problems } = parseDocument(text);
  const opened = document ? fromDocument(document, [...catalogue, ...installed]) : { algorithm: null, problems };
  const { inputs = {}, params = {}, use = {} } = document?.values ?? {};
  const ports = opened.algorithm?.inputs as Ports | undefined;
  const absolute = Object.entries(inputs).map(([name, value]) => [
    name,
    ports?.[name] ? absolutePaths(ports[name].type, value, dirname(path)) : value,
  ]);
  const values = { inputs: Object.fromEntries(absolute) as Readonly<Record<string, unknown>>, params, use };
  if (opened.algorithm) {
    noteOrigin(opened.algorithm, path, text);
    const warnings = opened.problems.map(({ message, action }) => (action ? `${message} ${action}` : message));
    noteValues(opened.algorithm, { ...values, warnings });
  }
  return {
    path,
    text,
    document,
    problems: opened.problems,
    get workflow(): AnyAlgorithm {
      if (opened.algorithm) return opened.algorithm;
      throw errorOf(opened.problems[0]!);
    },
    ...values,
  };
}

/** Paths of files and data sets, alone or in lists, as seen from a folder. */
export function absolutePaths(type: PortType, value: unknown, folder: string): unknown {
  if (type.kind === 'optional') return absolutePaths(type.of, value, folder);
  if (type.kind === 'list')
    return Array.isArray(value) ? value.map(item => absolutePaths(type.of, item, folder)) : value;
  return (type.kind === 'file' || type.kind === 'dataset') && typeof value === 'string'
    ? resolve(folder, value)
    : value;
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const other = forbidden(path, cause);
    if (other) throw other;
    throw new DaisyError('File', {
      message: isMissing ? `There is no document ${path}.` : `The document ${path} cannot be read.`,
      action: isMissing ? 'Check the path.' : 'A document is a text file in UTF-8.',
      path,
      cause,
    });
  }
}
