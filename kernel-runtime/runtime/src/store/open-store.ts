import { join } from 'node:path';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import type { Store } from '@daisy-lab/core';
import { cacheFolder } from '../machine/cache-folder.js';
import { memoryFacts } from '../machine/memory.js';
import { LocalStore } from './objects/local-store.js';
import { storeChannel, type StoreMessage } from './objects/shared-object.js';
import { SpillFolder } from './objects/spill-folder.js';
import { readBytes } from './results/byte-size.js';

/** Share of the free memory that objects may take when nothing else is said. */
const usualShare = 0.5;

/** Where objects of a process are kept. */
export interface StoreOptions {
  /** Memory that objects may take; by default DAISY_STORE_BYTES, else half of what is free in the machine or container. */
  readonly budgetBytes?: number;
  /** Folder for what does not fit; by default in the cache folder. */
  readonly folder?: string;
}

/** A store of its own, apart from the one that panels show. */
export function createStore(options: StoreOptions = {}): Store {
  return new LocalStore(settingsOf(options));
}

let shared: LocalStore | undefined;
let panels: BroadcastChannel | undefined;

/** The store of this process, made when it is first used. Panels show its objects also while a cell computes. */
function processStore(): LocalStore {
  if (shared) return shared;
  if (!isMainThread) return (shared = new LocalStore(settingsOf({})));
  const channel = new BroadcastChannel(storeChannel);
  // Handles of a store that has been forgotten may still be let go of, by the collector of garbage too.
  const tell = (message: StoreMessage): void => void (panels === channel && channel.postMessage(message));
  const own = new LocalStore({ ...settingsOf({}), tell });
  channel.onmessage = (event): void => answer(own, channel, (event as unknown as { data: StoreMessage }).data);
  channel.unref();
  panels = channel;
  return (shared = own);
}

/** Forgets the store of this process; panels see nothing of it any more. The next use makes a new one. */
export function closeStore(): void {
  panels?.close();
  panels = undefined;
  shared = undefined;
}

function answer(own: LocalStore, channel: BroadcastChannel, message: StoreMessage): void {
  if (message.kind === 'hello') {
    channel.postMessage({ kind: 'all', objects: own.objects(), usage: own.usage() } satisfies StoreMessage);
  } else if (message.kind === 'rename') refused(() => own.rename(message.id, message.name));
  else if (message.kind === 'remove') own.remove(message.id, { force: true }).catch(() => undefined);
}

/** What the notebook has done meanwhile counts more than what a panel asked for. */
function refused(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

function settingsOf({ budgetBytes, folder = join(cacheFolder(), 'store') }: StoreOptions) {
  const given = process.env['DAISY_STORE_BYTES'];
  const wanted = budgetBytes ?? (given ? readBytes(given, 'The variable DAISY_STORE_BYTES') : undefined);
  return {
    budgetBytes: wanted ?? Math.floor(usualShare * memoryFacts().availableBytes),
    availableBytes: () => memoryFacts().availableBytes,
    spill: new SpillFolder(folder),
  };
}

/** The objects of this process: put them under a name, and any panel shows them. */
export const store: Store = {
  put: (value, options) => processStore().put(value, options),
  get: idOrName => processStore().get(idOrName),
  has: idOrName => processStore().has(idOrName),
  list: () => processStore().list(),
  origin: idOrName => processStore().origin(idOrName),
  rename: (idOrName, name) => processStore().rename(idOrName, name),
  save: (idOrName, path, options) => processStore().save(idOrName, path, options),
  remove: (idOrName, options) => processStore().remove(idOrName, options),
  usage: () => processStore().usage(),
  onChange: listener => processStore().onChange(listener),
};
