import { arch, cpus, hostname, release, type } from 'node:os';
import { resolve } from 'node:path';
import {
  flatten,
  type AnyAlgorithm,
  type FileFacts,
  type FlatStep,
  type MachineFacts,
  type Provenance,
  type StepRecord,
} from '@daisy-lab/core';
import type { StepReport, ValueRecord } from '../engine/scope.js';
import { productVersion } from '../version.js';
import { originOf } from './origin.js';
import { statOf } from '../io/bytes/problems.js';

type Facts = Pick<Provenance, 'values' | 'use' | 'document' | 'files' | 'daisy' | 'machine' | 'times' | 'steps'>;

/** Gathers while a run goes on what its provenance says beyond algorithm, parameters and inputs. */
export class RunFacts {
  readonly #algorithm: AnyAlgorithm;
  readonly #times: { started: string; ended?: string } = { started: new Date().toISOString() };
  readonly #steps: StepRecord[] = [];
  readonly #begun = new Map<string, string>();
  readonly #chosen = new Map<string, Pick<StepRecord, 'implementation' | 'reason'>>();
  #flat: ReadonlyMap<string, FlatStep> | undefined;

  constructor(algorithm: AnyAlgorithm) {
    this.#algorithm = algorithm;
  }

  /** The facts as they are now; steps and the time of the end are filled in while the run goes on. */
  facts(files: Readonly<Record<string, string>>, inputs: ValueRecord, use: Readonly<Record<string, string>>): Facts {
    const document = originOf(this.#algorithm);
    const values = plainValues(inputs, files);
    return {
      ...(Object.keys(values).length > 0 ? { values } : {}),
      ...(Object.keys(use).length > 0 ? { use } : {}),
      ...(document ? { document } : {}),
      ...placeFacts(files),
      times: this.#times,
      steps: this.#steps,
    };
  }

  note({ path, title, state, implementation, reason }: StepReport): void {
    if (path === '' && this.#algorithm.graph) return;
    const isFirst = state === 'running' && !this.#begun.has(path);
    if (isFirst) this.#begun.set(path, new Date().toISOString());
    if (implementation !== undefined && state === 'running' && !this.#chosen.has(path))
      this.#chosen.set(path, { implementation, ...(reason ? { reason } : {}) });
    if (state !== 'done' && state !== 'cached' && state !== 'failed' && state !== 'skipped') return;
    const step = this.#stepAt(path);
    if (!step) return;
    const started = this.#begun.get(path);
    this.#steps.push({
      node: path,
      algorithm: step.algorithm.id,
      version: step.algorithm.version,
      title,
      state,
      ...this.#chosen.get(path),
      ...(started ? { started } : {}),
      ended: new Date().toISOString(),
    });
  }

  end(): void {
    this.#times.ended = new Date().toISOString();
  }

  /** Steps of scattered workflows have paths of their own, which are not told one by one. */
  #stepAt(path: string): FlatStep | undefined {
    this.#flat ??= new Map(flatten(this.#algorithm, {}).steps.map(step => [step.path, step]));
    return this.#flat.get(path);
  }
}

/** What input files and machine are at this moment. */
export function placeFacts(files: Readonly<Record<string, string>>): Pick<Facts, 'files' | 'daisy' | 'machine'> {
  const found = Object.fromEntries(Object.entries(files).flatMap(([name, path]) => factsOf(name, path)));
  return { files: found, daisy: productVersion, machine: thisMachine() };
}

/** Inputs that a record can hold as they are. */
function plainValues(inputs: ValueRecord, files: Readonly<Record<string, string>>): ValueRecord {
  const plain = (value: unknown): boolean =>
    ['number', 'string', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.length <= 1000 && value.every(plain));
  return Object.fromEntries(Object.entries(inputs).filter(([name, value]) => !(name in files) && plain(value)));
}

function factsOf(name: string, path: string): readonly (readonly [string, FileFacts])[] {
  const facts = fileFacts(path);
  return facts ? [[name, facts]] : [];
}

/** Size and time of change of a file; null when it is not there. */
export function fileFacts(path: string): FileFacts | null {
  const found = statOf(resolve(path));
  if (!found) return null;
  return { path: resolve(path), bytes: found.size, modified: found.mtime.toISOString() };
}

let machine: MachineFacts | undefined;

function thisMachine(): MachineFacts {
  return (machine ??= machineFacts());
}

function machineFacts(): MachineFacts {
  const processors = cpus();
  return {
    host: hostname(),
    system: `${type()} ${release()}, ${arch()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    node: process.version,
  };
}
