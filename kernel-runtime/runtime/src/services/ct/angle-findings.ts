import type { CtFinding } from '@daisy-lab/core';
import { finding } from './slice-statistics.js';

/** Steps that differ by less than this share of the usual step are even. */
const evenWithin = 0.2;

/** What the angles are good for: range, evenness, number. */
export function angleFindings(anglesRad: Float64Array, columns: number): readonly CtFinding[] {
  const degrees = Array.from(anglesRad, angle => (angle * 180) / Math.PI);
  if (degrees.length < 2) return [finding('bad', 'angles', 'There is only one angle: nothing can be reconstructed.')];
  const sorted = [...degrees].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((angle, at) => angle - sorted[at]!);
  const step = [...steps].sort((a, b) => a - b)[steps.length >> 1]!;
  const span = sorted.at(-1)! - sorted[0]!;
  return [coverage(span, step), ...evenness(sorted, steps, step), sampling(span, steps.length, columns)];
}

function coverage(span: number, step: number): CtFinding {
  const whole = span + step;
  if (whole >= 359.5) return finding('good', 'coverage', 'The angles cover %1°: a whole turn.', span.toFixed(1));
  if (whole >= 179.5) return finding('good', 'coverage', 'The angles cover %1°: a half turn.', span.toFixed(1));
  const missing = (180 - whole).toFixed(1);
  return finding(
    'bad',
    'coverage',
    'The angles cover %1° only; %2° of a half turn are missing and will smear edges in that direction.',
    span.toFixed(1),
    missing,
  );
}

function evenness(sorted: readonly number[], steps: readonly number[], step: number): readonly CtFinding[] {
  const repeated = steps.filter(one => one < step * 0.01).length;
  const widest = Math.max(...steps);
  const at = sorted[steps.indexOf(widest)]!;
  const found: CtFinding[] = [];
  if (repeated > 0) found.push(finding('attention', 'repeated', '%1 angles occur more than once.', repeated));
  if (widest > step * (1 + evenWithin) && step > 0) {
    found.push(
      finding(
        'attention',
        'gap',
        'The widest step is %1° at %2°, %3 times the usual one.',
        widest.toFixed(2),
        at.toFixed(1),
        (widest / step).toFixed(1),
      ),
    );
  }
  if (found.length > 0) return found;
  return [finding('good', 'steps', 'The angles are even, in steps of %1°.', step.toFixed(3))];
}

/** A half turn of a width of n columns is fully sampled by about pi / 2 n angles; a third of that is common and usually enough. */
function sampling(span: number, steps: number, columns: number): CtFinding {
  const perHalfTurn = Math.round((steps * 180) / Math.max(span, 1));
  const full = Math.round((Math.PI / 2) * columns);
  if (perHalfTurn >= full / 3) {
    return finding('good', 'sampling', '%1 projections per half turn for a width of %2 px.', perHalfTurn, columns);
  }
  return finding(
    'attention',
    'sampling',
    '%1 projections per half turn are few for a width of %2 px: expect streaks far from the axis. Full sampling takes %3.',
    perHalfTurn,
    columns,
    full,
  );
}
