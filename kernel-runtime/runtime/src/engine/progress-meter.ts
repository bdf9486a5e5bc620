import type { AnyAlgorithm } from '@daisy-lab/core';
import { costOf } from './choose-implementation.js';

/** Below this share of the work an estimate of the time left says nothing. */
const leastShare = 0.02;
const leastMs = 200;

/** How far a run has come: every plain step weighs as much as its cheapest body costs. */
export class ProgressMeter {
  readonly #weights = new Map<string, number>();
  readonly #fractions = new Map<string, number>();
  readonly #sum: number;

  constructor(algorithm: AnyAlgorithm) {
    addWeights(this.#weights, '', algorithm);
    this.#sum = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  }

  /** Records the progress of a step and returns that of the whole; neither ever falls. */
  report(path: string, fraction: number): number {
    const clamped = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
    this.#fractions.set(path, Math.max(clamped, this.#fractions.get(path) ?? 0));
    return this.total;
  }

  get total(): number {
    let done = 0;
    for (const [path, fraction] of this.#fractions) done += fraction * (this.#weights.get(path) ?? 0);
    return Math.min(1, done / this.#sum);
  }

  /** Time left when the rest goes as fast as what is done; null as long as too little is done. */
  remainingMs(elapsedMs: number): number | null {
    const total = this.total;
    return total < leastShare || elapsedMs < leastMs ? null : (elapsedMs * (1 - total)) / total;
  }
}

function addWeights(weights: Map<string, number>, path: string, algorithm: AnyAlgorithm): void {
  if (!algorithm.graph) {
    const costs = [...algorithm.implementations.values()].map(costOf);
    weights.set(path, costs.length > 0 ? Math.min(...costs) : 1);
    return;
  }
  for (const node of algorithm.graph.nodes) addWeights(weights, childPath(path, node.name), node.algorithm);
}

/** Path of a step: names joined by `/`; the run itself is the empty path. */
export function childPath(parent: string, name: string): string {
  return parent ? `${parent}/${name}` : name;
}
