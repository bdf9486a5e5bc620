import {
  completeParams,
  DaisyError,
  flatten,
  planSections,
  providersOf,
  sourcesOfStep,
  type AnyAlgorithm,
  type FlatGraph,
  type FlatStep,
  type OutputTaker,
  type Ports,
  type Section,
} from '@daisy-lab/core';
import { stepError } from './call-body.js';
import { checkValues } from './check-values.js';
import type { Choice } from './choose-implementation.js';
import { sha256 } from './digest-inputs.js';
import { startKeeping } from './keep.js';
import { mapRecord } from './map-record.js';
import { openDatasets } from './open-datasets.js';
import { childPath } from './progress-meter.js';
import { headerOf } from './result-header.js';
import { runPieces } from './run-pieces.js';
import { runWhole } from './run-whole.js';
import type { RunScope, ValueRecord } from './scope.js';
import { sectionLength } from './section-length.js';
import { GroupReports } from './group-reports.js';
import { keysOfSteps, type StepKeys } from './step-keys.js';
import { ShownOutputs, showValues } from './show-values.js';
import type { KeptValue, StepOutputs } from './step-outputs.js';
import { stepsToRun } from './steps-to-run.js';
import { ValueTable } from './value-table.js';

/**
 * Runs an algorithm or a workflow at `path` and returns its outputs, checked against the contract.
 *
 * check the inputs -> take nested workflows apart -> keys -> what has to run -> sections -> run them, independent ones in parallel
 */
export async function runGraph(
  scope: RunScope,
  path: string,
  algorithm: AnyAlgorithm,
  given: ValueRecord,
  givenParams: ValueRecord,
): Promise<ValueRecord> {
  const params = completeParams(algorithm.id, algorithm.params, givenParams) as ValueRecord;
  const inputs = await openDatasets(algorithm.inputs, given);
  checkValues(algorithm.id, 'input', algorithm.inputs, inputs);
  const graph = flatten(algorithm, params);
  const choices = chooseBodies(scope, graph);
  const made = scope.results ? keysOfSteps(graph, choices, inputs) : null;
  const keys = made?.keys ?? new Map<string, string>();
  const plan = await stepsToRun(graph, {
    find: async step => (scope.reuse && keys.has(step.path) ? scope.results!.find(keys.get(step.path)!) : null),
    from: path === '' ? scope.from : undefined,
    to: path === '' ? scope.to : undefined,
    only: path === '' ? scope.only : undefined,
  });
  scope.expect(plan.running.map(step => ({ path: childPath(path, step.path), weight: weightOf(step, choices) })));
  const values = new ValueTable(graph, plan.running, inputs);
  const run = new GraphRun({ scope, path, graph, running: plan.running, values, choices, keys, made, params });
  try {
    for (const step of graph.steps) {
      const result = plan.stored.get(step.path);
      if (!result) continue;
      for (const [port, value] of Object.entries(result.outputs)) values.set(step.path, port, value);
      showValues(scope, childPath(path, step.path), result.outputs);
      run.reportCached(step);
    }
    await run.runSections(planSections(graph, plan.running));
    const outputs = values.getAll(graph.outputs);
    if (path !== '' || (scope.only ?? scope.to) === undefined)
      checkValues(algorithm.id, 'output', algorithm.outputs, outputs);
    return outputs;
  } finally {
    values.clear();
  }
}

function chooseBodies(scope: RunScope, graph: FlatGraph): ReadonlyMap<string, Choice> {
  const plain = graph.steps.filter(step => !step.algorithm.graph);
  return new Map(plain.map(step => [step.path, scope.choose(step.algorithm)]));
}

const weightOf = (step: FlatStep, choices: ReadonlyMap<string, Choice>): number =>
  choices.get(step.path)?.implementation.cost ?? 1;

interface GraphWork {
  readonly scope: RunScope;
  readonly path: string;
  readonly graph: FlatGraph;
  readonly running: readonly FlatStep[];
  readonly values: ValueTable;
  readonly choices: ReadonlyMap<string, Choice>;
  readonly keys: ReadonlyMap<string, string>;
  /** What the keys are made of; null when no results are kept. */
  readonly made: StepKeys | null;
  readonly params: ValueRecord;
}

/** The sections of one graph at work. */
class GraphRun {
  readonly #work: GraphWork;
  readonly #groups: GroupReports;
  /** Ends the other sections when one has failed. */
  readonly #stop = new AbortController();
  readonly #scope: RunScope;
  readonly #skipped = new Set<string>();

  constructor(work: GraphWork) {
    this.#work = work;
    this.#scope = { ...work.scope, signal: AbortSignal.any([work.scope.signal, this.#stop.signal]) };
    this.#groups = new GroupReports(work.scope, work.path, work.graph, work.running);
  }

  reportCached(step: FlatStep): void {
    this.#groups.changed(step.path, 'cached');
    this.#work.scope.report({ path: this.#pathOf(step), title: step.algorithm.title, state: 'cached', progress: 1 });
  }

  /** Starts every section as soon as those it needs have ended; after a failure no new one. */
  async runSections(sections: readonly Section[]): Promise<void> {
    const ended = new Map<number, Promise<void>>();
    let failure: unknown;
    for (const section of sections) {
      const before = Promise.all(section.after.map(id => ended.get(id)));
      const work = before.then(async () => {
        if (failure !== undefined) return;
        await this.#runSection(section);
      });
      ended.set(
        section.id,
        work.catch((thrown: unknown) => {
          failure ??= thrown;
          this.#stop.abort();
        }),
      );
    }
    await Promise.all(ended.values());
    if (failure !== undefined) throw failure;
  }

  async #runSection(section: Section): Promise<void> {
    await this.#scope.gate.turn(this.#scope.priority, this.#scope.signal);
    const { values } = this.#work;
    const length = section.over === null ? null : await sectionLength(section, values);
    if (length === null || section.steps.some(step => this.#lacksInput(step))) {
      for (const step of section.steps) await this.#runAlone(step);
    } else await this.#runStreamed(section, length);
    for (const step of section.steps) values.release(step);
  }

  async #runStreamed(section: Section, length: number): Promise<void> {
    const { values, choices } = this.#work;
    const outputs = new Map<string, StepOutputs>();
    const startedMs = performance.now();
    try {
      for (const step of section.steps) outputs.set(step.path, await this.#outputsOf(section, step, length));
      for (const step of section.steps) this.#running(step, 0);
      await runPieces(this.#scope, {
        section,
        length,
        values,
        outputs,
        choices,
        pathOf: step => this.#pathOf(step),
        progress: (step, fraction) => this.#running(step, fraction),
      });
      const milliseconds = performance.now() - startedMs;
      for (const step of section.steps) {
        this.#give(step, await outputs.get(step.path)!.finish(milliseconds));
        this.#done(step);
      }
    } catch (thrown) {
      const first = section.steps.find(
        step => thrown instanceof DaisyError && thrown.facts['step'] === step.algorithm.id,
      );
      const error = stepError(this.#scope, (first ?? section.steps[0]!).algorithm, thrown);
      for (const made of outputs.values()) await made.abort(error.tag === 'Cancelled');
      this.#failed(first ?? section.steps[0]!, error);
      throw error;
    }
  }

  async #outputsOf(section: Section, step: FlatStep, length: number): Promise<StepOutputs> {
    const key = this.#keyToKeep(step);
    const header = headerOf(this.#work, step);
    const { results, scratch, budget } = this.#scope;
    const { id, title } = step.algorithm;
    const log = (line: string): void =>
      this.#scope.report({ path: this.#pathOf(step), title, state: 'running', progress: 0, log: line });
    return new ShownOutputs(this.#scope, this.#pathOf(step), {
      step,
      over: section.over!,
      length,
      needed: this.#neededOutside(section, step),
      takers: this.#takersOf(section, step),
      kept: key === null ? null : await startKeeping(results!, key, header, { algorithm: id, title, log }),
      largestBytes: results?.largestBytes ?? Infinity,
      log,
      scratch: () => scratch().begin(sha256(`${header.node} ${Math.random()}`), header),
      budget,
      workBytes: Math.min(budget.limitBytes / 4, 64e6),
    });
  }

  async #runAlone(step: FlatStep): Promise<void> {
    const { values, choices } = this.#work;
    const leftOut = step.when !== undefined && values.get(step.when) !== true;
    if (leftOut || this.#lacksInput(step)) return this.#skip(step);
    this.#running(step, 0);
    try {
      const kept = await runWhole(this.#scope, {
        step,
        path: this.#pathOf(step),
        inputs: values.getAll(step.inputs),
        params: values.getAll(step.params),
        choice: choices.get(step.path) ?? null,
        key: this.#keyToKeep(step),
        header: headerOf(this.#work, step),
        runGraph: (path, inputs, params) => runGraph(this.#scope, path, step.algorithm, inputs, params),
        progress: (fraction, entries) => this.#running(step, fraction, entries),
      });
      showValues(
        this.#scope,
        this.#pathOf(step),
        mapRecord(Object.fromEntries(kept), ({ value }) => value),
      );
      this.#give(step, kept);
      this.#done(step);
    } catch (thrown) {
      const error = stepError(this.#scope, step.algorithm, thrown);
      this.#failed(step, error);
      if (step.onError !== 'skip' || error.tag === 'Cancelled') throw error;
      this.#skipped.add(step.path);
    }
  }

  /** Whether a required input comes from a step that was left out or has failed. */
  #lacksInput(step: FlatStep): boolean {
    const ports = step.algorithm.inputs as Ports;
    return Object.entries(step.inputs).some(([name, source]) => {
      const links = providersOf(source);
      if (ports[name]?.type.kind === 'optional' || links.length === 0) return false;
      return links.every(link => this.#skipped.has(link.step)) && this.#work.values.get(source) === undefined;
    });
  }

  #neededOutside(section: Section, step: FlatStep): ReadonlySet<string> {
    const inside = new Set(section.steps.map(member => member.path));
    const outside = this.#work.running.filter(other => !inside.has(other.path)).flatMap(sourcesOfStep);
    const links = [...outside, ...Object.values(this.#work.graph.outputs)].flatMap(providersOf);
    return new Set(links.filter(link => link.step === step.path).map(link => link.port));
  }

  /** Who takes outputs of a step that are outputs of the run and used by nothing else outside of its section. */
  #takersOf(section: Section, step: FlatStep): ReadonlyMap<string, OutputTaker> {
    const { graph, path, running } = this.#work;
    const { take } = this.#scope;
    const takers = new Map<string, OutputTaker>();
    if (path !== '' || !take) return takers;
    const others = running.filter(other => !section.steps.includes(other)).flatMap(sourcesOfStep);
    const given = Object.entries(graph.outputs).filter(([name]) => take[name] === undefined);
    const used = [...others, ...given.map(([, source]) => source)].flatMap(providersOf);
    for (const [name, taker] of Object.entries(take)) {
      const [link, ...more] = providersOf(graph.outputs[name]!);
      if (!link || more.length > 0 || link.step !== step.path) continue;
      const isUsed = used.some(other => other.step === link.step && other.port === link.port);
      if (!isUsed && !takers.has(link.port)) takers.set(link.port, taker);
    }
    return takers;
  }

  /** Cheap results are not kept unless the run gives them back. */
  #keyToKeep(step: FlatStep): string | null {
    const key = this.#work.keys.get(step.path);
    if (key === undefined || this.#scope.results === null) return null;
    const given = Object.values(this.#work.graph.outputs).flatMap(providersOf);
    return step.algorithm.cheap && !given.some(link => link.step === step.path) ? null : key;
  }

  #give(step: FlatStep, kept: ReadonlyMap<string, KeptValue>): void {
    for (const [port, { value, letGo }] of kept) this.#work.values.set(step.path, port, value, letGo);
  }

  #running(step: FlatStep, progress: number, entries?: Uint8Array): void {
    if (progress === 0) this.#groups.changed(step.path, 'running');
    const choice = this.#work.choices.get(step.path);
    const chosen = choice ? { implementation: choice.name, reason: choice.reason } : {};
    this.#work.scope.report({
      path: this.#pathOf(step),
      title: step.algorithm.title,
      state: 'running',
      progress,
      ...chosen,
      ...(entries ? { entries } : {}),
    });
  }

  #done(step: FlatStep): void {
    this.#report(step, 'done', 1);
  }

  #skip(step: FlatStep): void {
    this.#skipped.add(step.path);
    this.#report(step, 'skipped', 1);
  }

  #failed(step: FlatStep, error: DaisyError): void {
    this.#report(step, error.tag === 'Cancelled' ? 'cancelled' : 'failed', 0, error);
  }

  #report(
    step: FlatStep,
    state: 'done' | 'skipped' | 'failed' | 'cancelled',
    progress: number,
    error?: DaisyError,
  ): void {
    this.#groups.changed(step.path, state, error);
    if (this.#pathOf(step) === '') return;
    const failure = error ? { error } : {};
    this.#work.scope.report({ path: this.#pathOf(step), title: step.algorithm.title, state, progress, ...failure });
  }

  #pathOf(step: FlatStep): string {
    return childPath(this.#work.path, step.path);
  }
}
