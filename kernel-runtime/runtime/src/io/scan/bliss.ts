import type { DatasetInfo, DataSource } from '../data-source.js';
import { frameCount, frameSet, joinFrames, type FrameSet } from './frame-set.js';
import { evenAngles, inRadian, type ScanAngles } from './scan-angles.js';
import { energyEv, pixelSizeUm } from './scan-facts.js';
import type { ScanLayout } from './scan-layout.js';

const kinds = { darks: /dark/i, flats: /reference|flat/i, projections: /projection|tomo/i } as const;
const rotation = /(^|_)(rot|srot|hrsrot|hrrz|omega|diffrz|rotation|rotation_angle)$/i;

interface BlissScan {
  readonly group: string;
  readonly title: string;
  readonly frames: DatasetInfo;
  readonly angles: DatasetInfo | null;
}

/** A file of BLISS (ESRF): scans `N.1`, told apart by their titles, with frames and positions in `N.1/measurement`. */
export const bliss: ScanLayout = {
  name: 'BLISS',
  looksFor: ['scans N.1/measurement with titles (dark, reference or flat, projections)'],
  find(source) {
    const scans = scansOf(source);
    const pick = (kind: keyof typeof kinds): readonly BlissScan[] =>
      scans.filter(({ title }) => kinds[kind].test(title));
    const named = pick('projections').filter(({ title }) => !kinds.darks.test(title) && !kinds.flats.test(title));
    const main =
      named.length > 0 ? named : scans.filter(({ title }) => !kinds.darks.test(title) && !kinds.flats.test(title));
    if (main.length === 0) return null;
    const join = (some: readonly BlissScan[]): FrameSet | null =>
      some.length > 0
        ? joinFrames(
            some.map(({ frames }) => frameSet(source.path, frames)),
            source.path,
          )
        : null;
    const projections = join(main)!;
    const [flats, darks] = [join(pick('flats')), join(pick('darks'))];
    const angles = anglesOf(source, main, frameCount(projections));
    const technique = main.flatMap(({ group }) => [`${group}/technique/scan`, `${group}/technique/optic`]);
    return {
      layout: 'BLISS',
      why: [
        `Projections in ${main.map(({ group, title }) => `${group} ("${title}")`).join(', ')}.`,
        `Flat fields by title: ${flats ? frameCount(flats) : 'none'}. Dark fields by title: ${darks ? frameCount(darks) : 'none'}.`,
        angles.why,
      ],
      projections,
      flats,
      darks,
      angles,
      energyEv: energyEv(
        source,
        technique.map(group => `${group}/energy`),
      ),
      pixelSizeUm: pixelSizeUm(
        source,
        technique.map(group => `${group}/sample_pixel_size`),
      ),
      warnings: angles.warnings,
    };
  },
};

function scansOf(source: DataSource): readonly BlissScan[] {
  const tree = source.tree();
  const groups = tree.flatMap(({ path, kind }) => (kind === 'group' && /^\/\d+\.1$/.test(path) ? [path] : []));
  return groups
    .sort((a, b) => parseInt(a.slice(1), 10) - parseInt(b.slice(1), 10))
    .flatMap(group => {
      const inside = tree.filter(
        ({ path }) => path.startsWith(`${group}/measurement/`) && path.split('/').length === 4,
      );
      const frames = inside
        .map(({ path }) => source.describe(path))
        .find(info => info?.dtype && info.shape.length === 3);
      const angles = inside.find(({ path, shape }) => shape?.length === 1 && rotation.test(path.split('/').at(-1)!));
      const title = source.readScalar(`${group}/title`);
      return frames
        ? [{ group, title: String(title ?? ''), frames, angles: angles ? source.describe(angles.path) : null }]
        : [];
    });
}

function anglesOf(source: DataSource, scans: readonly BlissScan[], count: number): ScanAngles {
  const infos = scans.map(({ angles }) => angles);
  const known = infos.filter(info => info !== null);
  const values = Float64Array.from(
    known.flatMap(info => Array.from(source.read(info.path).data as ArrayLike<number>, Number)),
  );
  if (known.length === 0 || values.length !== count) return evenAngles(['N.1/measurement/rot'], count);
  return inRadian(known[0]!, values);
}
