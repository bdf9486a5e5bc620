import { frameCount, frameSet, joinFrames } from './frame-set.js';
import { scanAngles } from './scan-angles.js';
import { energyEv } from './scan-facts.js';
import type { ScanLayout } from './scan-layout.js';

const dataset = /^\/entry\/data\/data_\d+$/;
const anglePaths = [
  '/entry/sample/goniometer/omega',
  '/entry/sample/transformations/omega',
  '/entry/sample/goniometer/phi',
];

/** A master file of a DECTRIS detector: `/entry/data/data_000001`, ... lead to the files with the frames. */
export const dectrisMaster: ScanLayout = {
  name: 'DECTRIS master',
  looksFor: ['/entry/data/data_000001'],
  find(source) {
    const paths = source.tree().flatMap(({ path }) => (dataset.test(path) ? [path] : []));
    if (paths.length === 0) return null;
    const infos = paths.map(path => source.describe(path));
    const found = infos.filter(info => info !== null);
    if (found.length === 0) return null;
    const projections = joinFrames(
      found.map(info => frameSet(source.path, info)),
      source.path,
    );
    const angles = scanAngles(source, anglePaths, frameCount(projections));
    const lost = paths.filter((_, index) => infos[index] === null);
    return {
      layout: 'DECTRIS master',
      why: [`Frames in ${found.length} datasets from ${found[0]!.path} on.`, angles.why],
      projections,
      flats: null,
      darks: null,
      angles,
      energyEv: energyEv(source, [
        '/entry/instrument/beam/incident_energy',
        '/entry/instrument/detector/detectorSpecific/photon_energy',
      ]),
      warnings: [
        ...angles.warnings,
        ...(lost.length > 0 ? [`${lost.length} files with frames are missing: ${lost.slice(0, 4).join(', ')}.`] : []),
      ],
    };
  },
};
