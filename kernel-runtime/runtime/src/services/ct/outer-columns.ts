import type { CtFinding } from '@daisy-lab/core';
import type { ScanFile } from '../../io/scan/scan-file.js';
import { finding } from './slice-statistics.js';

/** Columns at each edge that should see air only, as a share of the width. */
const edgeShare = 0.02;
/** Projections looked at for values that are no numbers. */
const sampled = 8;

/** Mean line integral of the outermost columns by angle: 0 where nothing stands in the beam. */
export function outerColumns(sinogram: Float32Array, columns: number): readonly number[] {
  const edge = Math.max(1, Math.floor(columns * edgeShare));
  return Array.from({ length: sinogram.length / columns }, (_, angle) => {
    let sum = 0;
    for (let column = 0; column < edge; column++) {
      sum += sinogram[angle * columns + column]! + sinogram[(angle + 1) * columns - 1 - column]!;
    }
    return sum / (2 * edge);
  });
}

/** Whether the sample stays inside the field of view and the beam steady through the scan. */
export function outOfBeam(air: readonly number[]): readonly CtFinding[] {
  const known = air.filter(Number.isFinite);
  if (known.length === 0) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (high > 0.2) {
    return [
      finding(
        'attention',
        'air',
        'Something stands at the edge of the picture (line integral up to %1): the sample may be wider than the detector.',
        high.toFixed(2),
      ),
    ];
  }
  const percent = (100 * (high - low)).toFixed(1);
  if (high - low > 0.05) {
    return [finding('attention', 'air', 'Beside the sample the beam changes by %1 % through the scan.', percent)];
  }
  return [finding('good', 'air', 'Beside the sample the beam is steady within %1 % through the scan.', percent)];
}

/** A few projections: values that are no numbers, or zero. */
export async function sampleProjections(scan: ScanFile): Promise<readonly CtFinding[]> {
  const { angleCount } = scan.description;
  const count = Math.min(sampled, angleCount);
  let [missing, zeros, all] = [0, 0, 0];
  for (let at = 0; at < count; at++) {
    const counts = await scan.readProjection(Math.floor(((at + 0.5) * angleCount) / count));
    for (let pixel = 0; pixel < counts.length; pixel++) {
      const value = counts[pixel]!;
      if (!Number.isFinite(value)) missing++;
      else if (value <= 0) zeros++;
    }
    all += counts.length;
  }
  const share = (part: number): string => ((100 * part) / all).toPrecision(2);
  const found: CtFinding[] = [];
  if (missing > 0) {
    found.push(finding('bad', 'missing', '%1 % of the values looked at are not numbers.', share(missing)));
  }
  if (zeros > 0) {
    found.push(finding('attention', 'zeros', '%1 % of the values looked at are zero or negative.', share(zeros)));
  }
  if (found.length > 0) return found;
  return [finding('good', 'values', 'All values of %1 projections that were looked at are positive numbers.', count)];
}
