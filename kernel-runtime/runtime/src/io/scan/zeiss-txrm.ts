import type { DataSource } from '../data-source.js';
import { frameCount, frameSet, type FrameSet } from './frame-set.js';
import { scanAngles } from './scan-angles.js';
import type { ScanLayout } from './scan-layout.js';

/** A TXRM file of a Zeiss (Xradia) microscope; its reference image is the flat field. */
export const zeissTxrm: ScanLayout = {
  name: 'TXRM',
  looksFor: ['a TXRM file with angles'],
  find(source) {
    const info = /\.(txrm|xrm|txm)$/i.test(source.path) ? source.describe('/data') : null;
    if (!info || !source.describe('/angles')) return null;
    const projections = frameSet(source.path, info);
    const angles = scanAngles(source, ['/angles'], frameCount(projections));
    const flats = referenceOf(source, projections);
    const { energyEv, pixelSizeUm } = source.attributes('/');
    return {
      layout: 'TXRM',
      why: [
        `Images at ${info.path}.`,
        flats ? 'The reference image is the flat field.' : 'There is no reference image.',
        angles.why,
      ],
      projections,
      flats,
      darks: null,
      angles,
      energyEv: typeof energyEv === 'number' ? energyEv : undefined,
      pixelSizeUm: typeof pixelSizeUm === 'number' ? pixelSizeUm : undefined,
      warnings: angles.warnings,
    };
  },
};

function referenceOf(source: DataSource, { rows, columns }: FrameSet): FrameSet | null {
  const info = source.describe('/reference');
  return info?.shape[0] === rows && info.shape[1] === columns ? frameSet(source.path, info) : null;
}
