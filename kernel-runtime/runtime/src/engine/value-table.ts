import {
  providersOf,
  sourcesOfStep,
  type FlatGraph,
  type FlatSource,
  type FlatSources,
  type FlatStep,
} from '@daisy-lab/core';
import type { ValueRecord } from './scope.js';

/** The values between the steps of a run. One is let go as soon as no step that is still to run needs it. */
export class ValueTable {
  readonly #values = new Map<string, unknown>();
  readonly #uses = new Map<string, number>();
  readonly #letGo = new Map<string, () => void>();
  readonly #inputs: ValueRecord;

  /** @param steps those that will run */
  constructor(graph: FlatGraph, steps: readonly FlatStep[], inputs: ValueRecord) {
    this.#inputs = inputs;
    for (const step of steps) for (const link of linksOf(sourcesOfStep(step))) this.#count(link, 1);
    for (const link of linksOf(Object.values(graph.outputs))) this.#count(link, 1);
  }

  /** Whether anyone will ask for an output. */
  isUsed(step: string, port: string): boolean {
    return (this.#uses.get(keyOf(step, port)) ?? 0) > 0;
  }

  /** @param letGo called when nobody needs the value any more */
  set(step: string, port: string, value: unknown, letGo?: () => void): void {
    const key = keyOf(step, port);
    if (!this.isUsed(step, port)) {
      letGo?.();
      return;
    }
    this.#values.set(key, value);
    if (letGo) this.#letGo.set(key, letGo);
  }

  get(source: FlatSource): unknown {
    switch (source.from) {
      case 'value':
        return source.value;
      case 'input':
        return this.#inputs[source.name];
      case 'first':
        return source.of.map(choice => this.get(choice)).find(value => value !== undefined);
      case 'step':
        return this.#values.get(keyOf(source.step, source.port));
    }
  }

  /** The values of several sources; missing ones are left out. */
  getAll(sources: FlatSources): ValueRecord {
    const entries = Object.entries(sources).map(([name, source]) => [name, this.get(source)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  /** A step has run: what only it needed is let go. */
  release(step: FlatStep): void {
    for (const link of linksOf(sourcesOfStep(step))) this.#count(link, -1);
  }

  /** Lets go of everything. */
  clear(): void {
    for (const letGo of this.#letGo.values()) letGo();
    this.#letGo.clear();
    this.#values.clear();
  }

  #count(key: string, change: number): void {
    const left = (this.#uses.get(key) ?? 0) + change;
    this.#uses.set(key, left);
    if (left > 0) return;
    this.#values.delete(key);
    this.#letGo.get(key)?.();
    this.#letGo.delete(key);
  }
}

const keyOf = (step: string, port: string): string => `${step}.${port}`;

/** Each output once per consumer, however often it uses it. */
function linksOf(sources: readonly FlatSource[]): readonly string[] {
  return [...new Set(sources.flatMap(providersOf).map(link => keyOf(link.step, link.port)))];
}
