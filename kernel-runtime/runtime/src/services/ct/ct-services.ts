import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { completeParams, DaisyError, ndarray, type Engine, type Services, type ViewerInfo } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { openScan } from '../../io/scan/open-scan.js';
import { arrayFrames } from '../viewer/array-frames.js';
import type { Viewers } from '../viewer/viewers.js';
import { OpenedScan } from './opened-scan.js';

interface Session {
  readonly opened: OpenedScan;
  readonly projections: ViewerInfo;
  readonly sinograms: ViewerInfo;
  /** Viewer of the live slice; made by the first one. */
  slice: string | null;
}

/** Live reconstruction of single slices: what the CT screen asks for. */
export function ctServices(viewers: Viewers, engine: Engine, cwd: string): Services {
  const sessions = new Map<string, Session>();
  const session = (scan: string): Session => {
    const found = sessions.get(scan);
    if (found) return found;
    throw new DaisyError('Input', { message: 'This scan is no longer open.', action: 'Open it again.', scan });
  };
  return {
    'ct.open': async ({ path }) => {
      const opened = new OpenedScan(await openScan(resolve(cwd, path)));
      const projections = viewers.open(opened.projections());
      const sinograms = viewers.open(opened.sinograms());
      const scan = randomUUID();
      sessions.set(scan, { opened, projections, sinograms, slice: null });
      return { result: { scan, description: opened.scan.description, projections, sinograms } };
    },
    'ct.axis': async ({ scan, row, params }) => {
      const { opened } = session(scan);
      // the row is chosen by the request; of the one row that is read it is number 0
      const lines = await opened.row(row, 'mean');
      return { result: ct.axisEvidence(lines, opened.scan.anglesRad, { ...params, row: 0 }) };
    },
    'ct.slice': async ({ scan, row, axisPx, params, quality }, { signal }) => {
      const started = performance.now();
      const current = session(scan);
      const chosen = completeParams('ct.full', ct.full.params, { ...params, axisPx });
      const lineIntegrals = await current.opened.row(row, chosen.average);
      const angles = current.opened.scan.anglesRad;
      const anglesRad = ndarray<'float64', readonly ['angle']>(angles, [angles.length], ['angle'], 'rad');
      const { slices } = await engine.run(
        ct.recon,
        { lineIntegrals, anglesRad, axisPx },
        { params: { filter: chosen.filter, quality: quality === 'draft' ? 'fast' : chosen.quality }, signal },
      );
      const source = arrayFrames(slices);
      const viewer = current.slice === null ? viewers.open(source) : viewers.replace(current.slice, source);
      current.slice = viewer.handle;
      return { result: { viewer, milliseconds: performance.now() - started } };
    },
    'ct.close': async ({ scan }) => {
      const { projections, sinograms, slice } = session(scan);
      sessions.delete(scan);
      for (const handle of [projections.handle, sinograms.handle, slice]) if (handle) viewers.close(handle);
      return { result: {} };
    },
  };
}
