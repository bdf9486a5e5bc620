import type { Session } from '@jupyterlab/services';
import { kernelStopped } from './control-channel.js';

/**
 * Waits until the kernel of a session, or the one that takes its place, has said what it is.
 *
 * Rejects with a sentence when the kernel ends before: JupyterLab's own promise then waits for ever. Its session list is some seconds
 * old and names kernels that have been shut down.
 */
export async function introduced(session: Session.ISessionConnection): Promise<Session.ISessionConnection> {
  for (;;) {
    const { kernel } = session;
    if (!kernel || kernel.isDisposed) throw kernelStopped();
    let end = (): void => undefined;
    const ended = new Promise<false>(resolve => (end = () => resolve(false)));
    kernel.disposed.connect(end);
    const answered = await Promise.race([kernel.info.then(() => true), ended]);
    kernel.disposed.disconnect(end);
    if (answered) return session;
  }
}
