/** Scores of candidate axes; lower is better. */
export interface Curve {
  readonly candidatesPx: readonly number[];
  readonly scores: readonly number[];
}

export interface AxisFound extends Curve {
  readonly axisPx: number;
  readonly confidence: number;
}

/** A minimum this many times as deep as the curve is rough gives confidence 1/2. */
const roughnessScale = 6;

/** Candidates `from` .. `to` in equal steps, both included. */
export function stepsBetween(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / Math.max(1, count - 1));
}

export function lowest(scores: readonly number[]): number {
  return scores.reduce((best, score, i) => (score < scores[best]! ? i : best), 0);
}

/** Position of the minimum of the parabola through the lowest point and its neighbours. */
export function vertex({ candidatesPx, scores }: Curve): number {
  const at = lowest(scores);
  const x = candidatesPx[at]!;
  if (at === 0 || at === scores.length - 1) return x;
  const [left, middle, right] = [scores[at - 1]!, scores[at]!, scores[at + 1]!];
  const bend = left - 2 * middle + right;
  const step = (candidatesPx[at + 1]! - candidatesPx[at - 1]!) / 2;
  return bend > 0 ? x + (step * (left - right)) / (2 * bend) : x;
}

/**
 * How sure the minimum of a wide curve is: 0 at its edge, and small where the minimum is hardly deeper than the curve is rough.
 * Depth is measured from the median of the curve, as a share of its spread.
 */
export function confidenceOf({ scores }: Curve): number {
  const at = lowest(scores);
  if (at === 0 || at === scores.length - 1) return 0;
  const sorted = [...scores].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const bends = scores
    .slice(1, -1)
    .map((score, i) => Math.abs(score - (scores[i]! + scores[i + 2]!) / 2))
    .sort((a, b) => a - b);
  const rough = bends[bends.length >> 1] ?? 0;
  const depth = median - scores[at]!;
  return depth > 0 ? depth / (depth + roughnessScale * rough) : 0;
}

/** The wide curve with the narrow one in place of its best part, scaled and moved so that they meet. */
export function joinCurves(wide: Curve, narrow: Curve): Curve {
  const [from, to] = [narrow.candidatesPx[0]!, narrow.candidatesPx.at(-1)!];
  const before = wide.candidatesPx.filter(px => px < from).length;
  const after = wide.candidatesPx.filter(px => px <= to).length;
  const range = (scores: readonly number[]): readonly [number, number] => [Math.min(...scores), Math.max(...scores)];
  const part = wide.scores.slice(Math.max(0, before - 1), after + 1);
  const [low, high] = range(part);
  const [bottom, top] = range(narrow.scores);
  const scale = top > bottom ? (high - low) / (top - bottom) : 1;
  const around = (values: readonly number[], middle: readonly number[]): number[] => [
    ...values.slice(0, before),
    ...middle,
    ...values.slice(after),
  ];
  return {
    candidatesPx: around(wide.candidatesPx, narrow.candidatesPx),
    scores: around(
      wide.scores,
      narrow.scores.map(score => low + (score - bottom) * scale),
    ),
  };
}
