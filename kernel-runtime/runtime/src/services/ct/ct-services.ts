import type { Engine, Services } from '@daisy-lab/core';
import { arrayFrames } from '../viewer/array-frames.js';
import type { Viewers } from '../viewer/viewers.js';
import { draftBin } from './coarse-draft.js';
import { axisServices } from './axis-services.js';
import { compareServices } from './compare-services.js';
import { describeOperations } from './operations.js';
import { inspectServices } from './inspect-services.js';
import { recipeServices } from './recipe-services.js';
import { runServicesOf, type StartRun } from './run-services.js';
import { Sessions } from './sessions.js';
import { mappingServices } from './mapping-services.js';
import { proposeServices } from './propose-services.js';
import { stampOf } from './file-stamp.js';
import { lCurveServices } from './l-curve-services.js';
import { sweepServices } from './sweep-services.js';
import { volumeServices } from './volume-services.js';

export type { StartRun } from './run-services.js';

/** What the CT screens ask for. */
export function ctServices(viewers: Viewers, engine: Engine, cwd: string, runs: StartRun): Services {
  const sessions = new Sessions(viewers, engine, cwd);
  return {
    ...liveServices(sessions),
    ...axisServices(sessions, engine),
    ...sweepServices(sessions),
    ...compareServices(sessions),
    ...inspectServices(sessions),
    ...runServicesOf(sessions, engine, cwd, runs),
    ...volumeServices(sessions, cwd),
    ...mappingServices(cwd),
    ...proposeServices(sessions, engine),
    ...lCurveServices(sessions),
    ...recipeServices(cwd),
  };
}

/** A scan and its live slice. */
function liveServices(sessions: Sessions): Services {
  return {
    'ct.open': async ({ path }) => {
      const { scan, opened, projections, sinograms } = await sessions.open(path);
      const { description } = opened.scan;
      return { result: { scan, description, projections, sinograms, draftBin: draftBin(description.columns) } };
    },
    'ct.slice': async ({ scan, axisPx, quality, ...wish }, { signal }) => {
      const started = performance.now();
      const session = sessions.get(scan);
      const { slices, residuals, bin } = await session.live.made(wish, axisPx, quality === 'draft', signal);
      const viewer = sessions.show(scan, 'slice', arrayFrames(slices));
      const milliseconds = performance.now() - started;
      session.slice = slices;
      return { result: { viewer, milliseconds, bin, ...(residuals ? { residuals } : {}) } };
    },
    'ct.changed': async ({ scan }) => {
      const { opened, stamp } = sessions.get(scan);
      return { result: { changed: (await stampOf(opened.scan.description.path)) !== stamp } };
    },
    'ct.close': async ({ scan }) => {
      sessions.close(scan);
      return { result: {} };
    },
    'ct.operations': async () => ({ result: { operations: describeOperations() } }),
  };
}
