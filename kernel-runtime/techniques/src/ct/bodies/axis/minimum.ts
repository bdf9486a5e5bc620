import { lowest, vertex, type Curve } from './curve.js';

/** A minimum and how far off it may be. */
export interface Minimum {
  readonly axisPx: number;
  readonly unsurePx: number;
}

/** Even without noise three points of a curve that is no parabola miss its minimum by this share of a step. */
const shapeShare = 0.05;
/** Noise of more than this share of the bend at the lowest point makes any point the lowest. */
const mostNoise = 0.25;

/** The minimum by the lowest point and its neighbours, which is exact where the curve is smooth. */
export function minimumByThree(curve: Curve): Minimum {
  const { candidatesPx, scores } = curve;
  const at = lowest(scores);
  if (at === 0 || at === scores.length - 1) return { axisPx: candidatesPx[at]!, unsurePx: Infinity };
  const bend = scores[at - 1]! - 2 * scores[at]! + scores[at + 1]!;
  const noise = noiseOf(scores) / bend;
  const step = candidatesPx[1]! - candidatesPx[0]!;
  return { axisPx: vertex(curve), unsurePx: noise < mostNoise ? step * (noise + shapeShare) : Infinity };
}

/** Noise of equally spaced scores: third differences hold nothing of a parabola. */
function noiseOf(scores: readonly number[]): number {
  const thirds = scores
    .slice(3)
    .map((score, i) => Math.abs(score - 3 * scores[i + 2]! + 3 * scores[i + 1]! - scores[i]!) / Math.sqrt(20))
    .sort((a, b) => a - b);
  return 1.4826 * (thirds[thirds.length >> 1] ?? 0);
}

/** The minimum of the parabola next to all points, which averages their noise; the error follows from what is left of them. */
export function minimumByFit({ candidatesPx, scores }: Curve): Minimum {
  const count = scores.length;
  const middle = (candidatesPx[0]! + candidatesPx.at(-1)!) / 2;
  const x = candidatesPx.map(px => px - middle);
  const mean = (of: (i: number) => number): number => x.reduce((sum, _, i) => sum + of(i), 0) / count;
  // orthogonal on equal steps about the middle: 1, x and x^2 - mean
  const width = mean(i => x[i]! ** 2);
  const square = (i: number): number => x[i]! ** 2 - width;
  const spread = mean(i => square(i) ** 2);
  const [level, slope, curvature] = [
    mean(i => scores[i]!),
    mean(i => scores[i]! * x[i]!) / width,
    mean(i => scores[i]! * square(i)) / spread,
  ];
  const off = -slope / (2 * curvature);
  if (!(curvature > 0) || Math.abs(off) > x.at(-1)!) return { axisPx: middle, unsurePx: Infinity };
  const rest = mean(i => (scores[i]! - level - slope * x[i]! - curvature * square(i)) ** 2) / Math.max(1, count - 3);
  const error = Math.sqrt(rest / width + (2 * off) ** 2 * (rest / spread)) / (2 * curvature);
  return { axisPx: middle + off, unsurePx: error };
}
