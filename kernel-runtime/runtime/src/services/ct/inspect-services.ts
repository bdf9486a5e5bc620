import { DaisyError, type CtFinding, type NdArray, type Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import { angleFindings } from './angle-findings.js';
import { beamFindings } from './beam-findings.js';
import { sampleProjections, outerColumns, outOfBeam } from './outer-columns.js';
import type { Session, Sessions } from './sessions.js';
import { regionOf } from './slice-statistics.js';

/** Projections that a curve through the angles reads. */
const mostThrough = 181;

/** A look at the whole scan before anything is computed of it. */
export function inspectServices(sessions: Sessions): Services {
  return {
    'ct.through': async ({ scan, ...region }, { signal }) => {
      const { opened } = sessions.get(scan);
      const { rows, columns, angleCount } = opened.scan.description;
      const frames = opened.projections();
      const count = Math.min(angleCount, mostThrough);
      const angles = Array.from({ length: count }, (_, at) => Math.floor((at * angleCount) / count));
      const means: number[] = [];
      for (const angle of angles) {
        if (signal.aborted) throw DaisyError.cancelled('The curve through the angles');
        means.push(regionOf(await frames.read(angle), columns, rows, region).mean);
      }
      return { result: { angles, means } };
    },
    'ct.findings': async ({ scan }) => {
      const session = sessions.get(scan);
      const { opened } = session;
      const { description, anglesRad } = opened.scan;
      const { flats, darks } = await opened.scan.readFields();
      const air = await airOf(session);
      const findings: readonly CtFinding[] = [
        ...angleFindings(anglesRad, description.columns),
        ...beamFindings(flats, darks, description.projections.dtype, opened.scan.assumesBeam),
        ...outOfBeam(air),
        ...(await sampleProjections(opened.scan)),
      ];
      const show = (name: string, array: NdArray | null) =>
        array && array.shape[0]! > 0 ? sessions.show(scan, name, arrayFrames(array)) : null;
      return {
        result: {
          findings,
          flats: show('flats', opened.scan.assumesBeam ? null : flats),
          darks: show('darks', darks),
          anglesDeg: Array.from(anglesRad, angle => (angle * 180) / Math.PI),
          air: [...air],
        },
      };
    },
  };
}

/** Mean line integral of the outermost columns of the middle row, by angle. */
async function airOf({ opened }: Session): Promise<readonly number[]> {
  const { rows, columns } = opened.scan.description;
  const { data } = await opened.sinogram(rows >> 1);
  return outerColumns(data, columns);
}
