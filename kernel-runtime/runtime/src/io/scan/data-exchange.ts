import type { DataSource } from '../data-source.js';
import { frameCount, frameSet, type FrameSet } from './frame-set.js';
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

function fieldsAt(source: DataSource, path: string): FrameSet | null {
  const info = source.describe(path);
  return info && !info.shape.includes(0) ? frameSet(source.path, info) : null;
}

/** One sentence of evidence about flat or dark fields. */
export function foundAt(what: string, frames: FrameSet | null): string {
  return frames ? `${what} at ${frames.dataset}: ${frameCount(frames)}.` : `${what}: none.`;
}
