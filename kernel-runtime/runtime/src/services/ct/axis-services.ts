import { DaisyError, type Engine, type MethodResult, type Services } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { checkAxis } from './live-scan.js';
import { mirrorFrames, oppositeViews } from './opposite-views.js';
import type { Sessions } from './sessions.js';

/** Where the rotation axis is, and how to see whether it is right. */
export function axisServices(sessions: Sessions, engine: Engine): Services {
  return {
    'ct.axis': async ({ scan, row, params }) => {
      const { opened } = sessions.get(scan);
      // the row is chosen by the request; of the one row that is read it is number 0
      const lines = await opened.row(row, 'mean');
      return { result: ct.axisEvidence(lines, opened.scan.anglesRad, { ...params, row: 0 }) };
    },
    'ct.axisLine': async ({ scan, rows }, { signal }) => {
      const { opened } = sessions.get(scan);
      if (opened.scan.description.rows < 2) {
        throw new DaisyError('Input', {
          message: 'The detector has a single row, so the axis cannot lean.',
          action: 'Use the axis of this row.',
        });
      }
      const options = { params: { rowsToFit: rows }, cache: 'off', priority: 'preview', signal } as const;
      const found = await engine.run(ct.findAxis, { scan: opened.scan }, options);
      const middle = opened.scan.description.rows >> 1;
      const { axisPx, slopePx, tiltRad, confidence, why } = found;
      const line: MethodResult<'ct.axisLine'> = {
        rows: Array.from(found.rows.data),
        axesPx: Array.from(found.rowAxesPx.data),
        ...{ slopePx, tiltRad, confidence, why },
        axisPx: axisPx - slopePx * middle,
      };
      return { result: line };
    },
    'ct.mirror': async ({ scan, axisPx }) => {
      const { opened } = sessions.get(scan);
      checkAxis(axisPx, opened.scan.description.columns);
      const { anglesRad } = opened.scan;
      const views = oppositeViews(anglesRad);
      const viewer = sessions.show(scan, 'mirror', mirrorFrames(opened, views, axisPx));
      const inDegrees = (at: number): number => (anglesRad[at]! * 180) / Math.PI;
      return { result: { viewer, anglesDeg: [inDegrees(views.first), inDegrees(views.second)] } };
    },
  };
}
