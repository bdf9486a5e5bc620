import { reconstructFourierSync } from '@daisy-lab/compute';
import { binSinogram, unbinned, type Sinogram } from './bin-sinogram.js';
import { confidenceOf, joinCurves, stepsBetween, vertex, type AxisFound, type Curve } from './curve.js';
import { minimumByFit, minimumByThree, type Minimum } from './minimum.js';
import { sliceEntropy, sliceNegativity } from './slice-scores.js';

export type SweepMetric = 'entropy' | 'negativity';

/** Widths at which the stages of the search look, from coarse to fine. */
const stageColumns = [256, 640, 1280];
const fineCandidates = 16;
/** More angles than this do not sharpen the score at the coarse widths. */
const coarseAngles = 360;

/**
 * The axis whose slice is best: 1 all candidates on binned columns -> 2 sixteen about the best, finer each time -> 3 a
 * parabola through three or all points, of whichever stage is the surest: noise that binning has averaged comes back in finer ones.
 * A wrong axis doubles edges: the grey values spread (entropy) and fall below zero (negativity).
 *
 * @see T. Donath et al., J. Opt. Soc. Am. A 23 (2006) 1048
 */
export function sweepAxis(sinogram: Sinogram, metric: SweepMetric, searchPx: number): AxisFound {
  const middle = (sinogram.columns - 1) / 2;
  let curve: Curve | undefined;
  let [from, to] = [middle - searchPx, middle + searchPx];
  let confidence = 0;
  let best: Minimum = { axisPx: middle, unsurePx: Infinity };
  for (const columns of stageColumns) {
    const binPx = Math.max(1, Math.floor(sinogram.columns / columns));
    const count = curve ? fineCandidates : Math.max(5, Math.ceil((to - from) / binPx) + 1);
    const stage = scoreAxes(sinogram, metric, binPx, stepsBetween(from, to, count));
    if (!curve) {
      confidence = confidenceOf(stage);
      best = { axisPx: vertex(stage), unsurePx: Infinity };
    }
    const minima = curve ? [minimumByThree(stage), minimumByFit(stage)] : [minimumByThree(stage)];
    for (const minimum of minima) if (minimum.unsurePx < best.unsurePx) best = minimum;
    curve = curve ? joinCurves(curve, stage) : stage;
    const step = stage.candidatesPx[1]! - stage.candidatesPx[0]!;
    [from, to] = [best.axisPx - 2 * step, best.axisPx + 2 * step];
    if (binPx === 1 && step <= 0.5) break;
  }
  // where no stage is sure the last step is
  const unsurePx = Math.min(best.unsurePx, to - from);
  return { ...curve!, axisPx: best.axisPx, confidence: confidence / (1 + unsurePx) };
}

/** Scores of candidate axes on slices of binned columns; all candidates of a batch cost one reconstruction. */
export function scoreAxes(
  sinogram: Sinogram,
  metric: SweepMetric,
  binPx: number,
  candidatesPx: readonly number[],
): Curve {
  const binned = binSinogram(sinogram, binPx, binPx > 1 ? coarseAngles : Infinity);
  const { data, anglesRad, columns } = binned;
  const images = reconstructFourierSync({
    ...{ sinograms: data, anglesRad, columns, sweep: true, slices: candidatesPx.length },
    axisPx: candidatesPx.map(px => (px - unbinned(0, binPx)) / binPx),
    ...{ filter: 'shepp', quality: 'fast', padding: 'edge' },
  });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const score = metric === 'entropy' ? sliceEntropy : sliceNegativity;
  const scores = candidatesPx.map((_, i) =>
    score(images.subarray(i * columns * columns, (i + 1) * columns * columns), columns, mean / columns),
  );
  return { candidatesPx, scores };
}
