import type { ExpectedStep } from './scope.js';

/** Below this share of the work an estimate of the time left says nothing. */
const leastShare = 0.02;
const leastMs = 200;

/** How far a run has come: every step weighs as much as its body costs; finished results weigh nothing. */
export class ProgressMeter {
  readonly #weights = new Map<string, number>();
  readonly #fractions = new Map<string, number>();
  #sum = 0;

  /** Adds steps that are going to run. Those below a step that is known already share its weight. */
  expect(steps: readonly ExpectedStep[]): void {
    const fresh = steps.filter(step => ![...this.#weights.keys()].some(known => isBelow(step.path, known)));
    for (const { path, weight } of fresh) this.#weights.set(path, weight);
    this.#sum = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0);
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
    return this.#sum === 0 ? 0 : Math.min(1, done / this.#sum);
  }

  /** Time left when the rest goes as fast as what is done; null as long as too little is done. */
  remainingMs(elapsedMs: number): number | null {
    const total = this.total;
    return total < leastShare || elapsedMs < leastMs ? null : (elapsedMs * (1 - total)) / total;
  }
}

const isBelow = (path: string, parent: string): boolean =>
  path !== parent && (parent === '' || path.startsWith(`${parent}/`) || path.startsWith(`${parent}[`));

/** Path of a step: names joined by `/`; the run itself is the empty path. */
export function childPath(parent: string, name: string): string {
  return parent && name ? `${parent}/${name}` : parent || name;
}
