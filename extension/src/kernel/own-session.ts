import { DaisyError } from '@daisy-lab/core';
import type { ServiceManager, Session } from '@jupyterlab/services';
import type { Texts } from '../i18n/load-texts.js';
import { introduced } from './introduced.js';

/** Name of the kernelspec "TypeScript (Daisy)". */
export const kernelName = 'daisy-typescript';

/** Seen in the Running panel. The name has no folder part, so the kernel works in the server's root folder. */
const own = { name: 'Daisy', path: 'Daisy.apps', type: 'daisy' };

/** How often the server is asked for its sessions while a kernel does not answer. */
const lookMs = 1500;

type Services = Pick<ServiceManager.IManager, 'sessions' | 'kernelspecs'>;

/**
 * The one session that the apps share, in all browser windows of this server: found when it runs, started otherwise.
 *
 * @throws DaisyError `Resource` when the server does not know the kernel, or the kernel ends while it starts
 */
export async function openOwnSession(
  { sessions, kernelspecs }: Services,
  trans: Texts,
): Promise<Session.ISessionConnection> {
  await Promise.all([sessions.ready, kernelspecs.ready]);
  // Another window may have shut it down since the page last looked. A server that cannot be reached is waited for below.
  await sessions.refreshRunning().catch(() => undefined);
  const running = await runningSession(sessions);
  const joined = running && (await join(sessions, sessions.connectTo({ model: running })).catch(() => undefined));
  if (joined) return joined;
  if (!kernelspecs.specs?.kernelspecs[kernelName])
    throw new DaisyError('Resource', {
      message: trans.__('The server does not know the kernel "TypeScript (Daisy)".'),
      action: trans.__('Start JupyterLab with "npm start", or install Daisy in the environment of the server.'),
      kernel: kernelName,
    });
  return join(sessions, await sessions.startNew({ ...own, kernel: { name: kernelName } }));
}

/** True when the shared session runs already, started by another window or before a reload. */
export async function isOwnSessionRunning({ sessions }: Pick<Services, 'sessions'>): Promise<boolean> {
  await sessions.ready;
  return (await runningSession(sessions)) !== undefined;
}

/** JupyterLab tries for a minute to reach a kernel that is gone, unless it hears that the session has gone too. */
async function join(
  sessions: Session.IManager,
  session: Session.ISessionConnection,
): Promise<Session.ISessionConnection> {
  const look = setInterval(() => void sessions.refreshRunning().catch(() => undefined), lookMs);
  try {
    return await introduced(session);
  } finally {
    clearInterval(look);
  }
}

async function runningSession(sessions: Session.IManager): Promise<Session.IModel | undefined> {
  const running = await sessions.findByPath(own.path);
  return running?.kernel?.name === kernelName ? running : undefined;
}
