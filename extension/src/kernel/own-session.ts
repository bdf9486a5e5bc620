import { DaisyError } from '@daisy-lab/core';
import type { ServiceManager, Session } from '@jupyterlab/services';
import type { Texts } from '../i18n/load-texts.js';

/** Name of the kernelspec "TypeScript (Daisy)". */
export const kernelName = 'daisy-typescript';

/** Seen in the Running panel. The name has no folder part, so the kernel works in the server's root folder. */
const own = { name: 'Daisy', path: 'Daisy.apps', type: 'daisy' };

type Services = Pick<ServiceManager.IManager, 'sessions' | 'kernelspecs'>;

/**
 * The one session that the apps share, in all browser windows of this server: found when it runs, started otherwise.
 *
 * @throws DaisyError `Resource` when the server does not know the kernel
 */
export async function openOwnSession(
  { sessions, kernelspecs }: Services,
  trans: Texts,
): Promise<Session.ISessionConnection> {
  await Promise.all([sessions.ready, kernelspecs.ready]);
  const running = await sessions.findByPath(own.path);
  if (running?.kernel?.name === kernelName) return ready(sessions.connectTo({ model: running }));
  if (!kernelspecs.specs?.kernelspecs[kernelName])
    throw new DaisyError('Resource', {
      message: trans.__('The server does not know the kernel "TypeScript (Daisy)".'),
      action: trans.__('Start JupyterLab with "npm start", or install Daisy in the environment of the server.'),
      kernel: kernelName,
    });
  return ready(await sessions.startNew({ ...own, kernel: { name: kernelName } }));
}

/** True when the shared session runs already, started by another window or before a reload. */
export async function isOwnSessionRunning({ sessions }: Pick<Services, 'sessions'>): Promise<boolean> {
  await sessions.ready;
  return (await sessions.findByPath(own.path))?.kernel?.name === kernelName;
}

async function ready(session: Session.ISessionConnection): Promise<Session.ISessionConnection> {
  await session.kernel?.info;
  return session;
}
