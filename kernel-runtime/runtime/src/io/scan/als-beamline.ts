import type { DatasetInfo, DataSource } from '../data-source.js';
import { numberOf } from '../attributes.js';
import { frameCount, frameSet, joinFrames, type FrameSet } from './frame-set.js';
import { evenAngles, spreadAngles, type ScanAngles } from './scan-angles.js';
import type { ScanLayout } from './scan-layout.js';

const beamName = /bak_\d/;
const darkName = /drk_\d/;

/** Beamline 8.3.2 of the ALS: a group with `nangles`, and in it one dataset for each image, as a folder of files would have them. */
export const alsBeamline: ScanLayout = {
  name: 'ALS 8.3.2',
  looksFor: [
    'a group with the attribute nangles and one dataset per image (..._0000_0012.tif, ...bak_..., ...drk_...)',
  ],
  find(source) {
    const tree = source.tree();
    const group = tree.find(({ path, kind }) => kind === 'group' && numberOf(source.attributes(path)['nangles']) > 0);
    if (!group) return null;
    const inside = tree.flatMap(({ path, kind }) =>
      kind === 'dataset' && path.startsWith(`${group.path}/`) && /\d(\.\w+)?$/.test(path) ? [path] : [],
    );
    const isField = (path: string): boolean => beamName.test(path) || darkName.test(path);
    const projections = imagesAt(
      source,
      inside.filter(path => !isField(path)),
    );
    if (!projections) return null;
    const flats = imagesAt(
      source,
      inside.filter(path => beamName.test(path)),
    );
    const darks = imagesAt(
      source,
      inside.filter(path => darkName.test(path)),
    );
    const facts = source.attributes(group.path);
    const angles = anglesBy(numberOf(facts['angularrange'] ?? facts['arange']), frameCount(projections), group.path);
    const pixelMm = numberOf(facts['pxsize']);
    return {
      layout: 'ALS 8.3.2',
      why: [
        `${frameCount(projections)} images in ${group.path}.`,
        `Flat fields by their name (bak): ${flats ? frameCount(flats) : 'none'}. Dark fields (drk): ${darks ? frameCount(darks) : 'none'}.`,
        angles.why,
      ],
      projections,
      flats,
      darks,
      angles,
      pixelSizeUm: pixelMm > 0 ? pixelMm * 1000 : undefined,
      warnings: [...angles.warnings, ...lostOf(numberOf(facts['nangles']), frameCount(projections), group.path)],
    };
  },
};

/** Images of one frame each, in the order of their names; null where there are none. */
function imagesAt(source: DataSource, paths: readonly string[]): FrameSet | null {
  const ordered = [...paths].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const images = ordered.map(path => source.describe(path)).filter((info): info is DatasetInfo => info !== null);
  if (images.length === 0) return null;
  const sets = images.map(info => frameSet(source.path, info));
  return joinFrames(sets, source.path);
}

function anglesBy(rangeDeg: number, count: number, group: string): ScanAngles {
  if (!(rangeDeg > 0)) return evenAngles([`${group} (attribute angularrange)`], count);
  return {
    part: null,
    anglesRad: spreadAngles(count, rangeDeg, true),
    why: `${count} angles spread evenly over ${rangeDeg} degrees, both ends included, as ${group} says.`,
    warnings: [],
  };
}

function lostOf(announced: number, count: number, group: string): readonly string[] {
  if (announced === count) return [];
  return [`${group} announces ${announced} projections, but has ${count}: the angles may not be right.`];
}
