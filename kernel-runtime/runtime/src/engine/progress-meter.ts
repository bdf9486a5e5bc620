import type { ExpectedStep } from './scope.js';

/** Below this share of the work an estimate of the time left says nothing. */
const leastShare = 0.02;
const leastMs = 200;

/** How far a run has come: every step weighs as much as its body costs; finished results weigh nothing. */
export class ProgressMeter {
  readonly #weights = new Map<string, number>();
  readonly #fractions = new Map<string, number>();
  #sum = 0;
  #done = 0;

  /** Adds steps that are going to run. Those below a step that is known already share its weight. */
  expect(steps: readonly ExpectedStep[]): void {
    const known = new Set(this.#weights.keys());
    for (const { path, weight } of steps) {
      if (ancestorsOf(path).some(ancestor => known.has(ancestor))) continue;
      this.#sum += weight - (this.#weights.get(path) ?? 0);
      this.#weights.set(path, weight);
    }
  }

  /** Records the progress of a step and returns that of the whole; neither ever falls. */
  report(path: string, fraction: number): number {
    const clamped = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
    const before = this.#fractions.get(path) ?? 0;
    if (clamped > before) {
      this.#fractions.set(path, clamped);
      this.#done += (clamped - before) * (this.#weights.get(path) ?? 0);
    }
    return this.total;
  }

  get total(): number {
    return this.#sum === 0 ? 0 : Math.min(1, this.#done / this.#sum);
  }

  /** Time left when the rest goes as fast as what is done; null as long as too little is done. */
  remainingMs(elapsedMs: number): number | null {
    const total = this.total;
    return total < leastShare || elapsedMs < leastMs ? null : (elapsedMs * (1 - total)) / total;
  }
}

/** The paths that a path lies below, e.g. `a` and `a/b[2]` for `a/b[2]/c`; the run itself is the empty path. */
function ancestorsOf(path: string): readonly string[] {
  const ends = [...path.matchAll(/[/[]/g)].map(match => match.index);
  return path === '' ? [] : ['', ...ends.map(end => path.slice(0, end))];
}

/** Path of a step: names joined by `/`; the run itself is the empty path. */
export function childPath(parent: string, name: string): string {
  return parent && name ? `${parent}/${name}` : parent || name;
}
