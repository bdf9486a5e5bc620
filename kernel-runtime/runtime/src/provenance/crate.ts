import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DaisyError, parseDocument, type Ports, type Provenance, type Run } from '@daisy-lab/core';
import { savedFiles } from '../engine/saved-files.js';
import { withSource } from '../io/source-kinds.js';
import { documentOf } from './origin.js';
import {
  formalId,
  refTo,
  runEntities,
  runId,
  stepsOf,
  workflowEntities,
  type CrateContent,
  type Entity,
} from './crate-entities.js';
import { readProvenance } from './read-provenance.js';
import { statOf } from '../io/bytes/problems.js';
import { unmakeable } from '../io/partial-file.js';

export interface CrateOptions {
  /** Takes input and output files along; else files outside of the folder are referred to where they are. Default false. */
  readonly copy?: boolean;
  /** Replaces the description of an earlier run in the folder. Default false. */
  readonly overwrite?: boolean;
  /** Address of the licence of the results, e.g. `https://spdx.org/licenses/CC-BY-4.0`. */
  readonly license?: string;
}

/** Files of a result and how they came about. */
export interface CrateSource {
  readonly provenance: Provenance;
  /** Files by output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Text of the document; by default that of the provenance. */
  readonly document?: string | undefined;
}

const metadataName = 'ro-crate-metadata.json';
const documentName = 'workflow.daisy';
const traceName = 'provenance.json';

/**
 * Describes a finished run in a folder as a Workflow Run RO-Crate 0.6: the workflow, its parameters, the files, and for workflows
 * without nested ones every step (Provenance Run Crate). Save the outputs first; those in the folder become part of the crate.
 * @param source the run, or the file of a result that Daisy has written
 * @returns path of the metadata
 * @throws DaisyError `File` when the folder has a description already, `Input` for workflows that no document can hold
 * @see https://w3id.org/ro/wfrun/workflow/0.6
 */
export async function saveCrate(
  folder: string,
  source: Run<Ports> | string | CrateSource,
  { copy = false, overwrite = false, license }: CrateOptions = {},
): Promise<string> {
  const { provenance, outputs, document } = await sourceOf(source);
  const text = document ?? documentOf(provenance);
  const parsed = text === undefined ? null : parseDocument(text).document;
  if (text === undefined || !parsed) {
    throw new DaisyError('Input', {
      message: `The workflow ${provenance.algorithm} cannot be written as a document, so no crate can be made of it.`,
      action: 'Make inputs of the arrays that stand in it as constants.',
    });
  }
  const metadata = join(resolve(folder), metadataName);
  if (existsSync(metadata) && !overwrite) {
    throw new DaisyError('File', {
      message: `${metadata} exists already.`,
      action: 'Choose another folder, or allow overwriting.',
    });
  }
  makeFolder(resolve(folder));
  const place = new CrateFolder(resolve(folder), copy);
  const content: CrateContent = {
    provenance,
    workflow: parsed.workflow,
    document: documentName,
    inputs: place.entities('input', provenance.inputs),
    outputs: place.entities('output', outputs),
  };
  writeFileSync(join(folder, documentName), text);
  writeFileSync(join(folder, traceName), `${JSON.stringify(provenance, null, 2)}\n`);
  writeFileSync(metadata, `${JSON.stringify(crateOf(content, place.parts(content), license), null, 2)}\n`);
  return metadata;
}

async function sourceOf(source: Run<Ports> | string | CrateSource): Promise<CrateSource> {
  if (typeof source !== 'string') {
    const { provenance } = source;
    return 'outputs' in source ? source : { provenance, outputs: savedFiles(provenance) };
  }
  const { provenance, document } = await readProvenance(source);
  const names = await withSource(source, file =>
    file.tree().flatMap(({ path }) => /^\/entry\/([^/]+)\/data$/.exec(path)?.[1] ?? []),
  );
  return { provenance, document, outputs: Object.fromEntries(names.map(name => [name, resolve(source)])) };
}

/** Files as parts of the crate, or as references to where they are. */
class CrateFolder {
  readonly #copied = new Map<string, string>();

  constructor(
    readonly folder: string,
    readonly copy: boolean,
  ) {}

  entities(kind: 'input' | 'output', files: Readonly<Record<string, string>>): Readonly<Record<string, Entity>> {
    const names = Object.entries(files);
    const entries = names.map(([name, path]) => {
      const formals = names
        .filter(([, other]) => resolve(other) === resolve(path))
        .map(([same]) => ({ '@id': formalId(kind, same) }));
      return [name, this.#entity(resolve(path), formals.length === 1 ? formals[0]! : formals)] as const;
    });
    return Object.fromEntries(entries);
  }

  parts({ inputs, outputs }: CrateContent): readonly Entity[] {
    const files = [...Object.values(inputs), ...Object.values(outputs)];
    return [...new Map(files.map(file => [file['@id'], file])).values()];
  }

  #entity(path: string, exampleOfWork: unknown): Entity {
    const found = statOf(path);
    return {
      '@id': this.#idOf(path, found !== undefined),
      '@type': 'File',
      name: basename(path),
      ...(found ? { contentSize: String(found.size), dateModified: found.mtime.toISOString() } : {}),
      encodingFormat: ['.h5', '.hdf5', '.nxs'].includes(extname(path))
        ? 'application/x-hdf5'
        : 'application/octet-stream',
      exampleOfWork,
    };
  }

  #idOf(path: string, exists: boolean): string {
    const inside = relative(this.folder, path);
    if (!inside.startsWith('..') && !isAbsolute(inside)) return inside.split(/[\\/]/).map(encodeURIComponent).join('/');
    if (!this.copy || !exists) return pathToFileURL(path).href;
    const name = this.#copied.get(path) ?? this.#freeName(basename(path));
    this.#copied.set(path, name);
    copyFileSync(path, join(this.folder, name));
    return encodeURIComponent(name);
  }

  #freeName(name: string): string {
    const taken = new Set(this.#copied.values());
    for (let count = 1; ; count++) {
      const free = count === 1 ? name : `${count}-${name}`;
      if (!taken.has(free)) return free;
    }
  }
}

const profiles = {
  process: ['https://w3id.org/ro/wfrun/process/0.6', 'Process Run Crate', '0.6'],
  workflow: ['https://w3id.org/ro/wfrun/workflow/0.6', 'Workflow Run Crate', '0.6'],
  provenance: ['https://w3id.org/ro/wfrun/provenance/0.6', 'Provenance Run Crate', '0.6'],
  roCrate: ['https://w3id.org/workflowhub/workflow-ro-crate/1.1', 'Workflow RO-Crate', '1.1'],
} as const;

function crateOf(content: CrateContent, files: readonly Entity[], license: string | undefined): object {
  const { provenance, workflow } = content;
  const names = [
    'process',
    'workflow',
    ...(stepsOf(provenance).length > 0 ? ['provenance' as const] : []),
    'roCrate',
  ] as const;
  const conforms = names.map((name): Entity => {
    const [id, title, version] = profiles[name];
    return { '@id': id, '@type': 'CreativeWork', name: title, version };
  });
  const licence: Entity = {
    '@id': license ?? '#license',
    '@type': 'CreativeWork',
    name: license ?? 'No licence was stated.',
  };
  const trace: Entity = {
    '@id': traceName,
    '@type': 'File',
    name: 'Provenance as Daisy records it',
    encodingFormat: 'application/json',
    about: { '@id': runId },
  };
  const root: Entity = {
    '@id': './',
    '@type': 'Dataset',
    name: `${workflow.title}: run of ${workflow.id}`,
    description: `Result of ${workflow.id} ${workflow.version}, with its workflow, parameters and files.`,
    datePublished: new Date().toISOString(),
    license: refTo(licence),
    conformsTo: conforms.map(refTo),
    hasPart: [{ '@id': content.document }, ...files.map(refTo), refTo(trace)],
    mainEntity: { '@id': content.document },
    mentions: [{ '@id': runId }],
  };
  const descriptor: Entity = {
    '@id': metadataName,
    '@type': 'CreativeWork',
    about: { '@id': './' },
    conformsTo: { '@id': 'https://w3id.org/ro/crate/1.3' },
  };
  return {
    '@context': ['https://w3id.org/ro/crate/1.3/context', 'https://w3id.org/ro/terms/workflow-run/context'],
    '@graph': [
      descriptor,
      root,
      ...conforms,
      licence,
      ...workflowEntities(content),
      ...runEntities(content),
      ...files,
      trace,
    ],
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw unmakeable(folder, cause);
  }
}
