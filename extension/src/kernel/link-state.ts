import type { LinkState } from '@daisy-lab/core';
import type { Kernel } from '@jupyterlab/services';

/** How a kernel connection looks to a screen. */
export function linkStateOf({
  status,
  connectionStatus,
  isDisposed,
}: Pick<Kernel.IKernelConnection, 'status' | 'connectionStatus' | 'isDisposed'>): LinkState {
  if (isDisposed || status === 'dead' || status === 'terminating') return 'dead';
  if (status === 'restarting' || status === 'autorestarting') return 'restarting';
  // A connected kernel takes requests in any other state, and no busy/idle of its own corrects `starting` or `unknown`.
  if (connectionStatus !== 'connected') return 'connecting';
  return 'ready';
}
