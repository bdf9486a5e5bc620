import {
  completeParams,
  DaisyError,
  isAbort,
  type AnyAlgorithm,
  type Graph,
  type GraphNode,
  type RunState,
  type Source,
} from '@daisy-lab/core';
import { openDatasets } from './open-datasets.js';
import { checkValues } from './check-values.js';
import { chooseImplementation, type Resources } from './choose-implementation.js';
import { childPath } from './progress-meter.js';
import { linkKey, linksOf, stepOrder } from './step-order.js';

export type ValueRecord = Readonly<Record<string, unknown>>;

/** What happened at a step, before it becomes an event. */
export interface StepReport {
  readonly path: string;
  readonly title: string;
  readonly state: RunState;
  readonly progress: number;
  readonly implementation?: string;
  readonly reason?: string;
  readonly error?: unknown;
  readonly log?: string;
}

/** What all steps of a run share. */
export interface RunScope {
  readonly use: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly threads: number;
  readonly resources: Resources;
  report(report: StepReport): void;
}

/** Runs an algorithm or a workflow at `path` and returns its outputs, checked against the contract. */
export async function runStep(
  scope: RunScope,
  path: string,
  algorithm: AnyAlgorithm,
  given: ValueRecord,
  givenParams: ValueRecord,
): Promise<ValueRecord> {
  const { title } = algorithm;
  try {
    throwIfCancelled(scope.signal);
    const params = completeParams(algorithm.id, algorithm.params, givenParams) as ValueRecord;
    const inputs = await openDatasets(algorithm.inputs, given);
    checkValues(algorithm.id, 'input', algorithm.inputs, inputs);
    const outputs = algorithm.graph
      ? await runGraph(scope, path, algorithm, algorithm.graph, inputs, params)
      : await runBody(scope, path, algorithm, inputs, params);
    checkValues(algorithm.id, 'output', algorithm.outputs, outputs);
    throwIfCancelled(scope.signal);
    scope.report({ path, title, state: 'done', progress: 1 });
    return outputs;
  } catch (thrown) {
    const error = scope.signal.aborted || isAbort(thrown) ? DaisyError.cancelled() : withTitle(algorithm, thrown);
    scope.report({ path, title, state: error.tag === 'Cancelled' ? 'cancelled' : 'failed', progress: 0, error });
    throw error;
  }
}

async function runBody(
  scope: RunScope,
  path: string,
  algorithm: AnyAlgorithm,
  inputs: ValueRecord,
  params: ValueRecord,
): Promise<ValueRecord> {
  const { name, reason, implementation } = chooseImplementation(algorithm, scope.use[algorithm.id], scope.resources);
  const running = { path, title: algorithm.title, state: 'running', implementation: name, reason } as const;
  let fraction = 0;
  scope.report({ ...running, progress: 0 });
  return implementation.run({
    inputs: inputs as never,
    params: params as never,
    signal: scope.signal,
    threads: scope.threads,
    progress: reached => scope.report({ ...running, progress: (fraction = reached) }),
    log: line => scope.report({ ...running, progress: fraction, log: line }),
  });
}

/** Runs the steps one after the other; a value is let go as soon as no later step needs it. */
async function runGraph(
  scope: RunScope,
  path: string,
  algorithm: AnyAlgorithm,
  graph: Graph,
  inputs: ValueRecord,
  params: ValueRecord,
): Promise<ValueRecord> {
  scope.report({ path, title: algorithm.title, state: 'running', progress: 0 });
  const order = stepOrder(graph);
  const uses = countUses(order, graph);
  const values = new Map<string, unknown>();
  const valueOf = (source: Source): unknown => {
    if (source.from === 'value') return source.value;
    if (source.from === 'input') return inputs[source.name];
    if (source.from === 'first') return source.of.map(valueOf).find(value => value !== undefined);
    return source.from === 'param' ? params[source.name] : values.get(linkKey(source.node, source.port));
  };
  for (const node of order) {
    const nodeInputs = resolve(node.inputs, valueOf);
    const nodeParams = resolve(node.params, valueOf);
    release(values, uses, linksOf(node.inputs, node.params));
    const outputs = await runStep(scope, childPath(path, node.name), node.algorithm, nodeInputs, nodeParams);
    for (const [port, value] of Object.entries(outputs)) {
      if (uses.has(linkKey(node.name, port))) values.set(linkKey(node.name, port), value);
    }
    await breathe();
  }
  return resolve(graph.outputs, valueOf);
}

function countUses(order: readonly GraphNode[], graph: Graph): Map<string, number> {
  const uses = new Map<string, number>();
  const links = [...order.flatMap(node => linksOf(node.inputs, node.params)), ...linksOf(graph.outputs)];
  for (const link of links) uses.set(link, (uses.get(link) ?? 0) + 1);
  return uses;
}

function release(values: Map<string, unknown>, uses: Map<string, number>, links: readonly string[]): void {
  for (const link of links) {
    const left = (uses.get(link) ?? 0) - 1;
    uses.set(link, left);
    if (left === 0) values.delete(link);
  }
}

function resolve(sources: Readonly<Record<string, Source>>, valueOf: (source: Source) => unknown): ValueRecord {
  const entries = Object.entries(sources).map(([name, source]) => [name, valueOf(source)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Adds the title of the innermost step that failed; the original error stays as the cause. */
function withTitle(algorithm: AnyAlgorithm, thrown: unknown): DaisyError {
  if (thrown instanceof DaisyError && 'step' in thrown.facts) return thrown;
  const known = thrown instanceof DaisyError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DaisyError(known ? thrown.tag : 'Internal', {
    ...(known ? thrown.facts : {}),
    message: `${algorithm.title}: ${message}`,
    ...(known && thrown.action ? { action: thrown.action } : {}),
    step: algorithm.id,
    cause: thrown,
  });
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw DaisyError.cancelled();
}

/** Lets events, cancellation and timers through between two steps. */
const breathe = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
