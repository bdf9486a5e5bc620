import { expect, test } from '@jest/globals';
import type { LinkState } from '@daisy-lab/core';
import { Signal } from '@lumino/signaling';
import { introduced } from '../lib/kernel/introduced.js';
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

test('a dead kernel is not restarted: a new session is opened, and the end of the old one changes nothing', async () => {
  const opened: ReturnType<typeof session>[] = [];
  const open = async () => {
    opened.push(session());
    return opened.at(-1)!.session as never;
  };
  const link = new SessionLink(open, () => ({ onEvent: () => undefined }) as unknown as LinkClient);
  const settled = (): Promise<unknown> => new Promise(resolve => setTimeout(resolve, 0));
  link.connect();
  await settled();
  for (const status of ['idle', 'dead']) opened[0]!.turn(status);
  expect(link.state).toBe('dead');
  link.restart();
  await settled();
  opened[1]!.turn('idle');
  opened[0]!.shutDown();
  expect([opened.length, link.state]).toEqual([2, 'ready']);
});

test('a kernel that ends before it has answered is told; one that takes its place is waited for', async () => {
  const kernel = () => {
    const made = { isDisposed: false, info: new Promise<void>(resolve => (answer = resolve)) };
    return Object.assign(made, { disposed: new Signal<object, void>(made) });
  };
  let answer!: () => void;
  const first = kernel();
  const joined: { kernel: ReturnType<typeof kernel> | null } = { kernel: first };
  const waiting = introduced(joined as never);
  joined.kernel = kernel();
  first.disposed.emit();
  answer();
  expect(await waiting).toBe(joined);
  const next = kernel();
  joined.kernel = next;
  const lost = introduced(joined as never);
  joined.kernel = null;
  next.disposed.emit();
  await expect(lost).rejects.toThrow('The kernel stopped before it answered.');
});

test('file names are relative to the folder in which the kernel works', async () => {
  const contents = { localPath: (path: string) => path.replace(/^RTC:/, '') };
  const root = kernelPaths(contents, '', async () => '/home/lab');
  expect(root.toKernel('RTC:scans/tooth.h5')).toBe('scans/tooth.h5');
  expect(root.toContents('/elsewhere/volume.h5')).toBeUndefined();
  const folder = kernelPaths(contents, 'notebooks', async () => '/home/lab/notebooks');
  expect(folder.toKernel('scans/tooth.h5')).toBe('../scans/tooth.h5');
  expect(folder.toContents('../scans/tooth.h5')).toBe('scans/tooth.h5');
  expect(await root.find('/home/lab/results/volume.h5')).toBe('results/volume.h5');
  expect(await root.find('results/volume.h5')).toBe('results/volume.h5');
  expect(await folder.find('/home/lab/scans/tooth.h5')).toBe('scans/tooth.h5');
  expect(await root.find('/elsewhere/volume.h5')).toBeUndefined();
  const silent = kernelPaths(contents, '', () => Promise.reject(new Error('gone')));
  expect(await silent.find('/home/lab/results/volume.h5')).toBeUndefined();
});
