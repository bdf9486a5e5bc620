import { stepKeys, type FlatGraph, type FlatSource, type FlatStep } from '@daisy-lab/core';
import type { Choice } from './choose-implementation.js';
import { digestOf, sha256 } from './digest-inputs.js';
import type { ValueRecord } from './scope.js';

/** The keys of the steps of a graph, and what they are made of. */
export interface StepKeys {
  readonly keys: ReadonlyMap<string, string>;
  /** Class of the body of a step, and its code. */
  bodyClass(step: FlatStep): string;
  /** What the inputs of a step are, by input: key and output of a step, or the fingerprint of what the run was given. */
  sources(step: FlatStep): Readonly<Record<string, string>>;
}

/** Keys of all steps; inputs of the run are fingerprinted once, and only those that a step uses. */
export function keysOfSteps(
  graph: FlatGraph,
  choices: ReadonlyMap<string, Choice | null>,
  inputs: ValueRecord,
): StepKeys {
  const digests = new Map<string, string>();
  const inputDigest = (name: string): string => {
    if (!digests.has(name)) digests.set(name, digestOf(inputs[name]));
    return digests.get(name)!;
  };
  const bodyClass = (step: FlatStep): string => bodyClassOf(choices.get(step.path) ?? null);
  const keys = stepKeys(graph, { digest: sha256, inputDigest, valueDigest: digestOf, resultClass: bodyClass });
  const sourceText = (source: FlatSource): string | undefined => {
    if (source.from === 'step') return `${keys.get(source.step)}.${source.port}`;
    if (source.from === 'input') return inputDigest(source.name);
    return source.from === 'first' ? source.of.map(sourceText).join(' ') : undefined;
  };
  const sources = (step: FlatStep): Readonly<Record<string, string>> => {
    const entries = Object.entries(step.inputs).map(([name, source]) => [name, sourceText(source)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
  };
  return { keys, bodyClass, sources };
}

/**
 * Bodies of one declared class give equal bytes. Else the text of the body is part of its class: what is written anew in a notebook
 * is computed anew, also when nobody thought of the version. What the body calls is not seen.
 */
function bodyClassOf(choice: Choice | null): string {
  if (!choice) return 'workflow';
  const { resultClass, run } = choice.implementation;
  return resultClass ?? `${choice.name} ${sha256(String(run)).slice(0, 16)}`;
}
