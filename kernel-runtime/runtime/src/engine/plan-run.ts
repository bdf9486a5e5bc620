import {
  completeParams,
  flatten,
  planSections,
  providersOf,
  type FlatGraph,
  type FlatStep,
  type Plan,
  type PlannedStep,
  type StoredResult,
} from '@daisy-lab/core';
import type { Choice } from './choose-implementation.js';
import { estimateSection, type SectionEstimate } from './estimate-section.js';
import type { RunRequest } from './local-run.js';
import { openDatasets } from './open-datasets.js';
import { fileOf } from './provenance.js';
import type { ValueRecord } from './scope.js';
import { keysOfSteps, type StepKeys } from './step-keys.js';
import { stepsToRun } from './steps-to-run.js';
import { ValueTable } from './value-table.js';
import { whyStale } from './why-stale.js';

/** What a run would do, without doing it. */
export async function planRun(request: RunRequest): Promise<Plan> {
  const { algorithm, results, reuse, from, to, only } = request;
  const params = completeParams(algorithm.id, algorithm.params, request.params) as ValueRecord;
  const inputs = await openDatasets(algorithm.inputs, request.inputs);
  const graph = flatten(algorithm, params);
  const choiceOf = (step: FlatStep): Choice | null => (step.algorithm.graph ? null : request.choose(step.algorithm));
  const choices = new Map(graph.steps.map(step => [step.path, choiceOf(step)]));
  const made = keysOfSteps(graph, choices, inputs);
  const find = async (step: FlatStep): Promise<StoredResult | null> =>
    results && reuse ? results.find(made.keys.get(step.path)!) : null;
  const { running, stored } = await stepsToRun(graph, { find, from, to, only });
  const values = new ValueTable(graph, running, inputs);
  for (const [path, { outputs }] of stored) {
    for (const [port, value] of Object.entries(outputs)) values.set(path, port, value);
  }
  const planned = new Map<string, { readonly section: number; readonly estimate: SectionEstimate }>();
  for (const section of planSections(graph, running)) {
    const estimate = await estimateSection(section, values, request.memoryBytes);
    for (const step of section.steps) planned.set(step.path, { section: section.id, estimate });
  }
  const look: Look = { request, graph, made, choices, inputs };
  const steps: PlannedStep[] = [];
  for (const step of graph.steps) {
    const choice = choices.get(step.path);
    const { section, estimate } = planned.get(step.path) ?? { section: -1, estimate: nothing };
    steps.push({
      node: step.path,
      algorithm: step.algorithm.id,
      title: step.algorithm.title,
      key: made.keys.get(step.path)!,
      ...(section < 0 ? cached(stored.has(step.path)) : await stateOf(look, step)),
      implementation: choice?.name ?? 'workflow',
      reason: choice?.reason ?? 'runs its own steps',
      section,
      ...estimate,
      milliseconds: choice?.milliseconds ?? null,
    });
  }
  const memoryBytes = Math.max(0, ...steps.map(step => step.memoryBytes));
  return { steps, memoryBytes, budgetBytes: request.memoryBytes };
}

const nothing: SectionEstimate = { pieceLength: null, memoryBytes: 0 };

interface Look {
  readonly request: RunRequest;
  readonly graph: FlatGraph;
  readonly made: StepKeys;
  readonly choices: ReadonlyMap<string, Choice | null>;
  readonly inputs: ValueRecord;
}

type State = Pick<PlannedStep, 'state' | 'why'>;

const cached = (isStored: boolean): State => ({
  state: 'cached',
  why: isStored ? 'A finished result is there.' : 'Not needed: what depends on it is there.',
});

async function stateOf({ request, graph, made, choices, inputs }: Look, step: FlatStep): Promise<State> {
  const { results, reuse } = request;
  if (!results) return { state: 'new', why: 'Results are not kept.' };
  if (!reuse) return { state: 'stale', why: 'Everything is to be computed again.' };
  const key = made.keys.get(step.path)!;
  if (await results.find(key)) return { state: 'stale', why: 'It is to be computed again from here on.' };
  const titles = new Map(graph.steps.map(other => [other.path, other.algorithm.title]));
  return whyStale((await results.newest?.(step.path, step.algorithm.id)) ?? null, {
    step,
    key,
    params: Object.fromEntries(
      Object.entries(step.params).flatMap(([name, source]) =>
        source.from === 'value' && source.value !== undefined ? [[name, source.value]] : [],
      ),
    ),
    implementation: choices.get(step.path)?.name ?? 'workflow',
    bodyClass: made.bodyClass(step),
    sources: made.sources(step),
    giverOf: input => {
      const [link] = providersOf(step.inputs[input] ?? { from: 'value', value: undefined });
      return link && titles.get(link.step);
    },
    fileOf: input => {
      const source = step.inputs[input];
      return source?.from === 'input' ? fileOf(inputs[source.name]) : undefined;
    },
  });
}
