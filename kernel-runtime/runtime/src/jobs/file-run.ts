import { existsSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import {
  completeParams,
  DaisyError,
  recordOf,
  toDocument,
  type AnyAlgorithm,
  type DaisyDocument,
  type Engine,
  type ErrorRecord,
  type Params,
  type Ports,
  type Run,
  type RunEvent,
  type RunOptions,
  type RunRecord,
} from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { valuesOf } from '../documents/document-values.js';
import { absolutePaths } from '../documents/open-document.js';
import { checkWritable } from '../io/partial-file.js';
import { GrowingVolume } from '../io/growing-volume.js';
import { saveVolume } from '../io/save-volume.js';
import { takesPieces } from '../io/source-kinds.js';
import { originOf } from '../provenance/origin.js';
import { RunJournal } from '../store/journal/run-journal.js';
import { startLine } from '../store/journal/start-line.js';
import { claimFiles, refuseClaimed } from './claimed-files.js';

/** An analysis from files to files. */
export interface FileRunRequest {
  readonly algorithm: AnyAlgorithm;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** A file for each output to be written, by output name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly overwrite: boolean;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Pinned bodies: algorithm id -> name of the implementation. */
  readonly use?: Readonly<Record<string, string>>;
  /** The run that this one goes on with. */
  readonly resumes?: string;
  /** Shown what every step gives, as long as it is there. */
  readonly watch?: RunOptions<Params>['watch'];
  /** Shown the outputs once their files are written. */
  readonly onOutputs?: (outputs: Readonly<Record<string, unknown>>) => void;
}

/** The names of the outputs that can be written to a file, the main one first. */
export function arrayOutputs(algorithm: AnyAlgorithm): readonly string[] {
  const ports = Object.entries(algorithm.outputs as Ports);
  return ports.flatMap(([name, port]) => (port.type.kind === 'array' ? [name] : []));
}

/** Runs an algorithm and writes its outputs; the command line and the run service are two views of it. */
export class FileRun {
  readonly id: string;
  /** Settles with the last record; never rejects. */
  readonly finished: Promise<RunRecord>;
  readonly #run: Run<Ports>;
  readonly #journal: RunJournal;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(record: RunRecord) => void>();
  /** Files that grow while their only array is made, by the name of its output. */
  readonly #growing: ReadonlyMap<string, GrowingVolume>;
  #writing: string | null = null;
  #ended: Pick<RunRecord, 'state' | 'outputs' | 'error'> | null = null;
  #elapsedMs: number | null = null;
  readonly #startedMs = performance.now();

  /**
   * @throws DaisyError `Input` for an output that does not exist, `File` when a file cannot be written; both before anything is computed.
   */
  constructor(engine: Engine, request: FileRunRequest) {
    const { algorithm, cwd } = request;
    const files = groupByFile(algorithm, request.outputs, cwd);
    const brought = valuesOf(algorithm);
    const params = { ...brought.params, ...request.params };
    const use = { ...brought.use, ...request.use };
    completeParams(algorithm.id, algorithm.params, params);
    for (const file of files.keys()) {
      refuseClaimed(file);
      checkWritable(file, request.overwrite);
    }
    this.#growing = growingVolumes(algorithm, files, request.overwrite, this.#abort.signal);
    const take = Object.fromEntries(this.#growing);
    const inputs = { ...brought.inputs, ...absoluteInputs(algorithm, request.inputs, cwd) };
    const watching = request.watch ? { watch: request.watch } : {};
    this.#run = engine.run(algorithm, inputs as never, { params, use, take, signal: this.#abort.signal, ...watching });
    this.id = this.#run.id;
    const { outputs, overwrite } = request;
    const document = documentToResume(algorithm);
    const journaled = { inputs, params, outputs, overwrite, cwd, ...(document ? { document } : {}) };
    this.#journal = new RunJournal(this.#run, startLine(this.#run, algorithm, journaled, request.resumes));
    this.finished = this.#finish(files, request);
    void this.#follow();
  }

  /** What is known at this moment. */
  record(): RunRecord {
    const record = this.#run.record();
    const elapsedMs = this.#elapsedMs ?? performance.now() - this.#startedMs;
    if (this.#ended) {
      const remainingMs = this.#ended.state === 'done' ? 0 : null;
      return { ...record, ...this.#ended, elapsedMs, remainingMs };
    }
    if (record.state !== 'done') return { ...record, elapsedMs, growing: this.#grown() };
    const step = this.#writing ? `Write ${this.#writing}` : record.step;
    return { ...record, state: 'running', progress: 0.99, step, elapsedMs, remainingMs: null };
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** What happens at its steps. */
  events(): AsyncIterator<RunEvent> {
    return this.#run[Symbol.asyncIterator]();
  }

  /** Calls `listener` whenever the record has changed. */
  onChange(listener: (record: RunRecord) => void): void {
    this.#listeners.add(listener);
  }

  async #follow(): Promise<void> {
    for await (const event of this.#run) if (event.node !== '' || event.state === 'running') this.#changed();
  }

  async #finish(files: FilesByPath, { overwrite, onOutputs }: FileRunRequest): Promise<RunRecord> {
    const { signal } = this.#abort;
    const release = claimFiles(files.keys());
    const before = new Set([...files.keys()].filter(file => existsSync(file)));
    const { provenance } = this.#run;
    const written: Record<string, string> = {};
    try {
      const values = (await this.#run) as Readonly<Record<string, unknown>>;
      for (const [file, names] of files) {
        this.#writing = basename(file);
        this.#changed();
        const outputs = selectOutputs(values, names);
        const grown = this.#growing.get(names[0]!);
        const path = await (grown?.isBegun
          ? grown.finish(outputs, provenance)
          : saveVolume(file, outputs, { overwrite, provenance, signal }));
        for (const name of names) written[name] = path;
      }
      this.#ended = { state: 'done', outputs: written, error: null };
      onOutputs?.(values);
    } catch (thrown) {
      for (const volume of this.#growing.values()) await volume.abort();
      // All of its files or none: those that were written before the one that failed go again.
      for (const path of Object.values(written)) if (!before.has(path)) rmSync(path, { recursive: true, force: true });
      const error: ErrorRecord = recordOf(signal.aborted ? DaisyError.cancelled() : thrown);
      this.#ended = { state: error.tag === 'Cancelled' ? 'cancelled' : 'failed', outputs: {}, error };
    }
    release();
    this.#elapsedMs = performance.now() - this.#startedMs;
    this.#changed();
    this.#journal.end(this.#ended);
    return this.record();
  }

  #grown(): Readonly<Record<string, string>> {
    const entries = [...this.#growing].map(([name, { growing }]) => [name, growing] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  #changed(): void {
    const record = this.record();
    for (const listener of this.#listeners) listener(record);
  }
}

/** A workflow that nobody finds again by its name: neither installed nor in a file. */
function documentToResume(algorithm: AnyAlgorithm): DaisyDocument | null {
  if (!algorithm.graph || catalogue.includes(algorithm) || originOf(algorithm)) return null;
  return toDocument(algorithm, { catalogue });
}

type FilesByPath = ReadonlyMap<string, readonly string[]>;

function groupByFile(algorithm: AnyAlgorithm, outputs: Readonly<Record<string, string>>, cwd: string): FilesByPath {
  const writable = arrayOutputs(algorithm);
  const files = new Map<string, string[]>();
  for (const [name, file] of Object.entries(outputs)) {
    if (!writable.includes(name)) {
      throw new DaisyError('Input', {
        message: `${algorithm.id} has no output "${name}" that can be written to a file.`,
        action: writable.length > 0 ? `Choose ${writable.join(', ')}.` : 'It has no arrays among its outputs.',
      });
    }
    const path = resolve(cwd, file);
    files.set(path, [...(files.get(path) ?? []), name]);
  }
  return files;
}

/** The outputs that have a file to themselves whose kind takes pieces in any order: images, each of them in chunks of its own. */
function growingVolumes(
  algorithm: AnyAlgorithm,
  files: FilesByPath,
  overwrite: boolean,
  signal: AbortSignal,
): ReadonlyMap<string, GrowingVolume> {
  const ports = algorithm.outputs as Ports;
  const isImages = ([name]: readonly string[]): boolean => {
    const type = ports[name!]?.type;
    return type?.kind === 'array' && type.axes.length >= 3;
  };
  const alone = [...files].filter(([file, names]) => names.length === 1 && isImages(names) && takesPieces(file));
  return new Map(alone.map(([file, [name]]) => [name!, new GrowingVolume(file, name!, { overwrite, signal })]));
}

/** The arrays that belong into a file, and with them every number of the result. */
function selectOutputs(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(values).filter(([name, value]) => names.includes(name) || typeof value === 'number');
  return Object.fromEntries(entries);
}

function absoluteInputs(
  algorithm: AnyAlgorithm,
  inputs: Readonly<Record<string, unknown>>,
  cwd: string,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const type = (algorithm.inputs as Ports)[name]?.type;
    return [name, type ? absolutePaths(type, value, cwd) : value] as const;
  });
  return Object.fromEntries(entries);
}
