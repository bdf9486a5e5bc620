import {
  DaisyError,
  providersOf,
  sourcesOfStep,
  type FlatGraph,
  type FlatStep,
  type StoredResult,
} from '@daisy-lab/core';

/** Which steps run, and which take a finished result. */
export interface StepsToRun {
  /** In an order in which they can run. */
  readonly running: readonly FlatStep[];
  readonly stored: ReadonlyMap<string, StoredResult>;
}

export interface StepRequest {
  /** Looks for the finished result of a step. */
  find(step: FlatStep): Promise<StoredResult | null>;
  /** Path of the step that is computed anew with all that depends on it. */
  readonly from: string | undefined;
  /** Path of the last step that is computed. */
  readonly to: string | undefined;
  /** Path of the only step that is computed. */
  readonly only: string | undefined;
}

/**
 * Walks back from the ends of the graph: a step with a finished result takes it, and what only it needed is not looked at.
 * @throws DaisyError `Input` for `from` or `only` that name no step, or when a result that `only` needs is not there
 */
export async function stepsToRun(graph: FlatGraph, request: StepRequest): Promise<StepsToRun> {
  const byPath = new Map(graph.steps.map(step => [step.path, step]));
  for (const path of [request.from, request.to, request.only]) if (path !== undefined) known(byPath, path);
  const anew = request.from === undefined ? new Set<string>() : dependants(graph, request.from);
  const running = new Set<string>();
  const stored = new Map<string, StoredResult>();
  const visit = async (step: FlatStep, mayRun: boolean): Promise<void> => {
    if (running.has(step.path) || stored.has(step.path)) return;
    const found = anew.has(step.path) || step.path === request.only ? null : await request.find(step);
    if (found) {
      stored.set(step.path, found);
      return;
    }
    if (!mayRun) throw notThere(step, request.only!);
    running.add(step.path);
    for (const link of sourcesOfStep(step).flatMap(providersOf)) {
      await visit(byPath.get(link.step)!, request.only === undefined);
    }
  };
  const last = request.only ?? request.to;
  const ends = last === undefined ? endsOf(graph) : stepsAt(graph, last);
  for (const step of ends) await visit(step, true);
  return { running: graph.steps.filter(step => running.has(step.path)), stored };
}

/** The step of a path, or the steps of a nested workflow. */
function stepsAt(graph: FlatGraph, path: string): readonly FlatStep[] {
  return graph.steps.filter(step => step.path === path || step.path.startsWith(`${path}/`));
}

/** Steps whose outputs no other step takes, and those that the outputs of the run come from. */
function endsOf(graph: FlatGraph): readonly FlatStep[] {
  const taken = new Set(graph.steps.flatMap(step => sourcesOfStep(step).flatMap(providersOf)).map(link => link.step));
  const given = new Set(
    Object.values(graph.outputs)
      .flatMap(providersOf)
      .map(link => link.step),
  );
  return graph.steps.filter(step => !taken.has(step.path) || given.has(step.path));
}

/** A step and all steps that depend on it. `path` may be that of a group. */
function dependants(graph: FlatGraph, path: string): ReadonlySet<string> {
  const found = new Set<string>();
  const below = new Set(stepsAt(graph, path));
  for (const step of graph.steps) {
    const depends = sourcesOfStep(step)
      .flatMap(providersOf)
      .some(link => found.has(link.step));
    if (below.has(step) || depends) found.add(step.path);
  }
  return found;
}

function known(steps: ReadonlyMap<string, FlatStep>, path: string): void {
  if (steps.has(path) || [...steps.keys()].some(other => other.startsWith(`${path}/`))) return;
  throw new DaisyError('Input', {
    message: `There is no step "${path}".`,
    action: `The steps are ${[...steps.keys()].join(', ')}.`,
  });
}

function notThere(step: FlatStep, only: string): DaisyError {
  return new DaisyError('Input', {
    message: `Step "${only}" cannot run alone: the result of "${step.path}" is not there.`,
    action: 'Run the whole workflow once, or leave "only" out.',
  });
}
