import type { CtFinding, NdArray, Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import { angleFindings } from './angle-findings.js';
import { beamFindings } from './beam-findings.js';
import { sampleProjections, outerColumns, outOfBeam } from './outer-columns.js';
import type { Session, Sessions } from './sessions.js';

/** A look at the whole scan before anything is computed of it. */
export function inspectServices(sessions: Sessions): Services {
  return {
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
