import { expect, test } from '@jest/globals';
import type { LinkState } from '@daisy-lab/core';
import { Signal } from '@lumino/signaling';
import { kernelPaths } from '../lib/kernel/paths.js';
import { SessionLink, type LinkClient } from '../lib/kernel/session-link.js';

function session() {
  const kernel = {
    status: 'unknown',
    connectionStatus: 'connecting',
    isDisposed: false,
    handleComms: false,
    restart: async () => undefined,
  };
  const statusChanged = new Signal<object, unknown>(kernel);
  Object.assign(kernel, { statusChanged, connectionStatusChanged: new Signal(kernel) });
  const session = { kernel };
  const disposed = new Signal<object, void>(session);
  Object.assign(session, { disposed, kernelChanged: new Signal(session) });
  const turn = (status: string): void => {
    Object.assign(kernel, { status, connectionStatus: 'connected' });
    statusChanged.emit(status);
  };
  return { session, turn, shutDown: () => disposed.emit() };
}

test('the screen is told when the kernel is ready, restarts and is shut down, and a new one is opened on demand', async () => {
  const opened: ReturnType<typeof session>[] = [];
  const open = async () => {
    opened.push(session());
    return opened.at(-1)!.session as never;
  };
  const link = new SessionLink(open, () => ({ onEvent: () => undefined }) as unknown as LinkClient);
  const seen: LinkState[] = [];
  link.onState(state => seen.push(state));
  link.connect();
  await new Promise(resolve => setTimeout(resolve, 0));
  for (const status of ['idle', 'restarting', 'idle']) opened[0]!.turn(status);
  opened[0]!.shutDown();
  expect(seen).toEqual(['ready', 'restarting', 'ready', 'dead']);
  link.restart();
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(opened).toHaveLength(2);
  expect(link.state).toBe('connecting');
});

test('file names are relative to the folder in which the kernel works', () => {
  const contents = { localPath: (path: string) => path.replace(/^RTC:/, '') };
  const root = kernelPaths(contents, '');
  expect(root.toKernel('RTC:scans/tooth.h5')).toBe('scans/tooth.h5');
  expect(root.toContents('/elsewhere/volume.h5')).toBeUndefined();
  const folder = kernelPaths(contents, 'notebooks');
  expect(folder.toKernel('scans/tooth.h5')).toBe('../scans/tooth.h5');
  expect(folder.toContents('../scans/tooth.h5')).toBe('scans/tooth.h5');
});
