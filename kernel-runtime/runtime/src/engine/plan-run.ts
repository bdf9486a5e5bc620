import {
  completeParams,
  flatten,
  planSections,
  stepKeys,
  type FlatStep,
  type Plan,
  type PlannedStep,
} from '@daisy-lab/core';
import { digestOf, sha256 } from './digest-inputs.js';
import type { RunRequest } from './local-run.js';
import { openDatasets } from './open-datasets.js';
import type { ValueRecord } from './scope.js';
import { stepsToRun } from './steps-to-run.js';

/** What a run would do, without doing it. */
export async function planRun(request: RunRequest): Promise<Plan> {
  const { algorithm, results, reuse, from, only } = request;
  const params = completeParams(algorithm.id, algorithm.params, request.params) as ValueRecord;
  const inputs = await openDatasets(algorithm.inputs, request.inputs);
  const graph = flatten(algorithm, params);
  const choiceOf = (step: FlatStep) => (step.algorithm.graph ? null : request.choose(step.algorithm));
  const choices = new Map(graph.steps.map(step => [step.path, choiceOf(step)]));
  const digests = new Map<string, string>();
  const keys = stepKeys(graph, {
    digest: sha256,
    inputDigest: name => {
      if (!digests.has(name)) digests.set(name, digestOf(inputs[name]));
      return digests.get(name)!;
    },
    valueDigest: digestOf,
    resultClass: step => {
      const choice = choices.get(step.path);
      return choice?.implementation.resultClass ?? choice?.name ?? 'workflow';
    },
  });
  const find = async (step: FlatStep) => (results && reuse ? results.find(keys.get(step.path)!) : null);
  const { running, stored } = await stepsToRun(graph, { find, from, only });
  const sectionOf = new Map(
    planSections(graph, running).flatMap(section => section.steps.map(step => [step.path, section] as const)),
  );
  const steps = graph.steps.map((step): PlannedStep => {
    const choice = choices.get(step.path);
    const section = sectionOf.get(step.path);
    return {
      node: step.path,
      algorithm: step.algorithm.id,
      title: step.algorithm.title,
      key: keys.get(step.path)!,
      ...stateOf(section !== undefined, stored.has(step.path)),
      implementation: choice?.name ?? 'workflow',
      reason: choice?.reason ?? 'runs its own steps',
      section: section?.id ?? -1,
      pieceLength: null,
      memoryBytes: 0,
      milliseconds: choice?.milliseconds ?? null,
    };
  });
  return { steps, memoryBytes: 0, budgetBytes: request.memoryBytes };
}

function stateOf(runs: boolean, isStored: boolean): Pick<PlannedStep, 'state' | 'why'> {
  if (isStored) return { state: 'cached', why: 'A finished result is there.' };
  if (!runs) return { state: 'cached', why: 'Not needed: what depends on it is there.' };
  return { state: 'new', why: 'There is no result for these parameters and inputs.' };
}
