import { withSource } from '../source-kinds.js';
import { frameCount, framesBetween, readFrame } from './frame-set.js';
import type { FoundScan } from './scan-layout.js';

/**
 * A scan that was ended early, in a file that was made for all of it: the projections at its end are empty. They are left out. A projection
 * whose last row has one value alone counts as empty, unless the first one is so too.
 */
export async function withoutEmptyEnd(path: string, found: FoundScan): Promise<FoundScan> {
  const { projections, angles } = found;
  const count = frameCount(projections);
  // of sinograms a single projection takes as long as all
  if (projections.sinograms || count < 3) return found;
  const written = await withSource(found.home ?? path, async source => {
    const isEmpty = async (index: number): Promise<boolean> => {
      const frame = await readFrame(source, projections, index);
      const start = frame.length - projections.columns;
      for (let at = start + 1; at < frame.length; at++) if (!Object.is(frame[at], frame[start])) return false;
      return true;
    };
    if (!(await isEmpty(count - 1)) || (await isEmpty(0))) return count;
    let [last, empty] = [0, count - 1];
    while (empty - last > 1) {
      const middle = (last + empty) >> 1;
      if (await isEmpty(middle)) empty = middle;
      else last = middle;
    }
    return empty;
  });
  if (written === count) return found;
  const which = written === count - 1 ? 'The last projection was' : `The last ${count - written} projections were`;
  return {
    ...found,
    projections: framesBetween(projections, [[0, written]]),
    angles: { ...angles, anglesRad: angles.anglesRad.slice(0, written) },
    warnings: [
      ...found.warnings,
      `${which} not written to the end: the scan is taken as its first ${written} of ${count}.`,
    ],
  };
}
