import { fastLength } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { angularSpectrum } from './angular-spectrum.js';
import type { HalfTurn } from './half-turn.js';
import { wedgeScore } from './wedge-score.js';

/** The best axis and the curve that shows it; scores are relative to the median of the search. */
export interface AxisSearch {
  readonly axisPx: number;
  readonly confidence: number;
  readonly candidatesPx: Float64Array;
  readonly scores: Float64Array;
}

interface Curve {
  readonly candidatesPx: readonly number[];
  readonly scores: readonly number[];
}

/** Widths that the two stages work at: enough for the frequencies inside the wedge. */
const coarseColumns = 320;
const fineColumns = 1024;
const coarseFrequencies = 48;
const fineFrequencies = 160;
const fineStepsPerColumn = 4;
/** Half width of the fine search, in columns of the coarse one. */
const fineReach = 2.5;
/** A basin this many times as deep as the curve is rough gives confidence 1/2. */
const roughnessScale = 6;
/** A basin this deep, as a share of the median score, gives confidence 0.63; photon noise makes it shallow. */
const clearDepth = 0.15;

/** 1 score the range on binned columns -> 2 score finely about the best -> 3 refine by a parabola -> 4 judge the minimum. */
export function searchAxis(halfTurn: HalfTurn, searchPx: number): AxisSearch {
  const middle = (halfTurn.columns - 1) / 2;
  const coarse = coarseCurve(halfTurn, [middle - searchPx, middle + searchPx]);
  const scale = median(coarse.scores);
  if (!(scale > 0)) {
    throw new DaisyError('Data', {
      message: 'This detector row has no structure from which the rotation axis could be found.',
      action: 'Choose a row that crosses the sample, or give the axis yourself.',
    });
  }
  const best = lowest(coarse);
  const fine = fineCurve(halfTurn, coarse.candidatesPx[best]!, (coarse.candidatesPx[1]! - coarse.candidatesPx[0]!) * 2);
  const joined = join(relative(coarse, scale), fine);
  const at = lowest(joined);
  const atEdge = best === 0 || best === coarse.scores.length - 1;
  return {
    axisPx: vertex(joined, at),
    confidence: atEdge ? 0 : confidenceOf(relative(coarse, scale).scores, joined.scores[at]!),
    candidatesPx: Float64Array.from(joined.candidatesPx),
    scores: Float64Array.from(joined.scores),
  };
}

function coarseCurve(halfTurn: HalfTurn, [from, to]: readonly [number, number]): Curve {
  const binPx = fastBin(halfTurn.columns);
  const score = wedgeScore(angularSpectrum(halfTurn, binPx, coarseFrequencies));
  return curve(score, from, to, binPx / 2);
}

/** Columns that are joined in the coarse search, one or two more where that makes the transforms fast. */
function fastBin(columns: number): number {
  const least = Math.max(1, Math.floor(columns / coarseColumns));
  const fast = [0, 1, 2].find(more => {
    const length = Math.floor(columns / (least + more));
    return fastLength(length) === length;
  });
  return least + (columns > 2 * coarseColumns ? (fast ?? 0) : 0);
}

/** Reaches as far as the coarse columns are wide; `columnPx` is the width of one. */
function fineCurve(halfTurn: HalfTurn, aboutPx: number, columnPx: number): Curve {
  const binPx = Math.max(1, Math.round(halfTurn.columns / fineColumns));
  const score = wedgeScore(angularSpectrum(halfTurn, binPx, fineFrequencies));
  const reach = fineReach * columnPx;
  return curve(score, aboutPx - reach, aboutPx + reach, binPx / fineStepsPerColumn);
}

/** Scores at multiples of the step. */
function curve(score: (axisPx: number) => number, from: number, to: number, step: number): Curve {
  const first = Math.ceil(from / step);
  const count = Math.max(3, Math.floor(to / step) - first + 1);
  const candidatesPx = Array.from({ length: count }, (_, i) => (first + i) * step);
  return { candidatesPx, scores: candidatesPx.map(score) };
}

function relative({ candidatesPx, scores }: Curve, scale: number): Curve {
  return { candidatesPx, scores: scores.map(score => score / scale) };
}

/** The coarse curve with the fine one in place of its best part, scaled so that they meet. */
function join(coarse: Curve, fine: Curve): Curve {
  const [from, to] = [fine.candidatesPx[0]!, fine.candidatesPx.at(-1)!];
  const inside = coarse.candidatesPx.map(px => px >= from && px <= to);
  const left = inside.indexOf(true);
  const right = inside.lastIndexOf(true);
  const scale = (coarse.scores[left]! + coarse.scores[right]!) / (fine.scores[0]! + fine.scores.at(-1)!);
  const around = (values: readonly number[], middle: readonly number[]): number[] => [
    ...values.slice(0, left),
    ...middle,
    ...values.slice(right + 1),
  ];
  return {
    candidatesPx: around(coarse.candidatesPx, fine.candidatesPx),
    scores: around(
      coarse.scores,
      fine.scores.map(score => score * scale),
    ),
  };
}

/** Position of the minimum of the parabola through the lowest point and its neighbours. */
function vertex({ candidatesPx, scores }: Curve, at: number): number {
  const x = candidatesPx[at]!;
  if (at === 0 || at === scores.length - 1) return x;
  const [left, middle, right] = [scores[at - 1]!, scores[at]!, scores[at + 1]!];
  const bend = left - 2 * middle + right;
  const step = (candidatesPx[at + 1]! - candidatesPx[at - 1]!) / 2;
  return bend > 0 ? x + (step * (left - right)) / (2 * bend) : x;
}

/** How deep the minimum is, in itself and against the roughness of the curve. */
function confidenceOf(scores: readonly number[], lowestScore: number): number {
  const bends = scores.slice(1, -1).map((score, i) => Math.abs(score - (scores[i]! + scores[i + 2]!) / 2));
  const depth = Math.max(0, 1 - lowestScore);
  return ((1 - Math.exp(-depth / clearDepth)) * depth) / (depth + roughnessScale * median(bends));
}

function lowest({ scores }: Curve): number {
  return scores.indexOf(Math.min(...scores));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
