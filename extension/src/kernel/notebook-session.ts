import { DaisyError } from '@daisy-lab/core';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Session } from '@jupyterlab/services';
import type { Texts } from '../i18n/load-texts.js';
import { introduced } from './introduced.js';
import { kernelName } from './own-session.js';

/**
 * The session of an open notebook. It is the notebook's own connection, because only one connection of a page receives comms.
 *
 * @throws DaisyError `Resource` when the notebook is not open or runs another kernel, or its kernel ends before it has answered
 */
export async function notebookSession(
  notebooks: INotebookTracker | null,
  path: string,
  trans: Texts,
): Promise<Session.ISessionConnection> {
  const panel = notebooks?.find(({ context }) => context.path === path);
  await panel?.sessionContext.ready;
  const session = panel?.sessionContext.session;
  if (session?.kernel?.name === kernelName) return introduced(session);
  throw new DaisyError('Resource', {
    message: trans.__('The notebook "%1" has no running TypeScript (Daisy) kernel.', path),
    action: trans.__('Open the notebook and start its kernel, or open the app from the launcher.'),
    notebook: path,
  });
}
