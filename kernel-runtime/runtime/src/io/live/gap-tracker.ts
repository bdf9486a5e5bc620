/** Stretches that are kept; beyond them missing numbers are only counted. */
const mostStretches = 1000;

/** Which numbers of a sequence came, and which are missing; late ones are taken out of the missing again. */
export class GapTracker {
  #first: number | null;
  #next: number;
  #came = 0;
  #missing: (readonly [first: number, end: number])[] = [];

  /** @param first number of the first frame; null when the first that comes is the first */
  constructor(first: number | null = 0) {
    this.#first = first;
    this.#next = first ?? 0;
  }

  get came(): number {
    return this.#came;
  }

  get missing(): readonly (readonly [first: number, end: number])[] {
    return this.#missing;
  }

  get missingCount(): number {
    return this.#first === null ? 0 : this.#next - this.#first - this.#came;
  }

  /** False for a number that came before. */
  add(number: number): boolean {
    this.#first ??= this.#next = number;
    if (number >= this.#next) {
      this.#skipTo(number);
      this.#next = number + 1;
    } else if (number < this.#first) {
      this.#missing = number + 1 < this.#first ? [[number + 1, this.#first], ...this.#missing] : this.#missing;
      this.#first = number;
    } else if (!this.#takeOut(number)) return false;
    this.#came += 1;
    return true;
  }

  /** All numbers below `end` that did not come are missing. */
  close(end: number): void {
    this.#first ??= 0;
    this.#skipTo(end);
    this.#next = Math.max(this.#next, end);
  }

  #skipTo(number: number): void {
    if (number > this.#next && this.#missing.length < mostStretches) this.#missing.push([this.#next, number]);
  }

  #takeOut(number: number): boolean {
    const at = this.#missing.findIndex(([first, end]) => first <= number && number < end);
    const [first, end] = this.#missing[at] ?? [0, 0];
    if (at < 0) return false;
    const rest = [[first, number] as const, [number + 1, end] as const].filter(([from, to]) => from < to);
    this.#missing.splice(at, 1, ...rest);
    return true;
  }
}
