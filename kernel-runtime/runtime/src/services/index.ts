import { describe, type Services } from '@daisy-lab/core';
import { closePool } from '@daisy-lab/compute';
import { catalogue } from '@daisy-lab/techniques';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { ctServices } from './ct/ct-services.js';
import { browseServices } from './browse/browse-services.js';
import type { Emit } from './emit.js';
import { documentServices } from './document-services.js';
import { fileServices } from './file-services.js';
import { AdjustableEngine } from './adjustable-engine.js';
import { graphServices } from './graph/graph-services.js';
import { logServices } from './log-services.js';
import { runServices } from './run-services.js';
import { sessionServices } from './session-services.js';
import { storeServices } from './store-services.js';
import { viewerServices } from './viewer/viewer-services.js';
import { Viewers } from './viewer/viewers.js';

export interface ServicesOptions {
  readonly emit: Emit;
  /** Folder that relative paths start from. */
  readonly cwd: string;
}

/** All that screens may ask of a kernel, except what the router answers itself. */
export function createServices({ emit, cwd }: ServicesOptions): { services: Services; close(): Promise<void> } {
  const engine = new AdjustableEngine();
  const viewers = new Viewers();
  const runs = runServices(engine, emit, cwd);
  const graphs = graphServices(engine, viewers, emit, cwd, runs.list);
  const browse = browseServices(cwd, runs.follow);
  const session = sessionServices(engine, emit);
  const log = logServices(emit);
  engine.onRun = run => log.follow(run);
  const objects = storeServices(emit, cwd, viewers);
  const services: Services = {
    ...algorithmServices,
    ...documentServices(cwd),
    ...fileServices(cwd),
    ...browse.services,
    ...viewerServices(viewers, cwd),
    ...ctServices(viewers, engine, cwd, runs),
    ...runs.services,
    ...graphs.services,
    ...session.services,
    ...objects.services,
    ...log.services,
  };
  const close = async (): Promise<void> => {
    session.close();
    objects.close();
    log.close();
    browse.close();
    graphs.close();
    await runs.close();
    viewers.closeAll();
    await closePool();
  };
  return { services, close };
}

const algorithmServices: Services = {
  'algorithms.list': async () => ({
    result: { algorithms: catalogue.map(({ id, title }) => ({ id, title })) },
  }),
  'algorithms.describe': async ({ id }) => ({ result: describe(findAlgorithm(id)) }),
};
