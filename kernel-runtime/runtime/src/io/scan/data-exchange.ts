import type { DataSource } from '../data-source.js';
import { frameCount, frameSet, joinFrames, type FrameSet } from './frame-set.js';
import { scanAngles } from './scan-angles.js';
import type { ScanLayout } from './scan-layout.js';

const projectionsPath = '/exchange/data';
const flatsPath = '/exchange/data_white';
const darksPath = '/exchange/data_dark';
const anglesPath = '/exchange/theta';

/** Data Exchange, the layout of the Advanced Photon Source and of TomoPy (F. De Carlo et al., J. Synchrotron Rad. 21 (2014) 1224). */
export const dataExchange: ScanLayout = {
  name: 'Data Exchange',
  looksFor: [projectionsPath, flatsPath, darksPath, anglesPath],
  find(source) {
    const info = source.describe(projectionsPath);
    if (!info) return null;
    const projections = frameSet(source.path, info);
    const flats = fieldsAt(source, flatsPath);
    const darks = fieldsAt(source, darksPath);
    const angles = scanAngles(source, [anglesPath], frameCount(projections));
    return {
      layout: 'Data Exchange',
      why: [
        `Projections at ${projectionsPath}.`,
        foundAt('Flat fields', flats),
        foundAt('Dark fields', darks),
        angles.why,
      ],
      projections,
      flats,
      darks,
      angles,
      warnings: angles.warnings,
    };
  },
};

/** The fields at a path, or those at paths that go on from it, as `data_white_pre` and `data_white_post`. */
function fieldsAt(source: DataSource, path: string): FrameSet | null {
  const inGroup = source.tree().flatMap(node => (node.path.startsWith(`${path}_`) ? [node.path] : []));
  const stored = (paths: readonly string[]): readonly FrameSet[] =>
    paths.flatMap(each => {
      const info = source.describe(each);
      return info && !info.shape.includes(0) ? [frameSet(source.path, info)] : [];
    });
  const [own, further] = [stored([path]), stored(inGroup)];
  if (own.length > 0) return own[0]!;
  return further.length > 1 ? joinFrames(further, source.path) : (further[0] ?? null);
}

/** One sentence of evidence about flat or dark fields. */
export function foundAt(what: string, frames: FrameSet | null): string {
  return frames ? `${what} at ${frames.dataset}: ${frameCount(frames)}.` : `${what}: none.`;
}
