import { BroadcastChannel } from 'node:worker_threads';
import { ObjectMirror } from './object-mirror.js';
import { storeChannel, type StoreMessage } from './shared-object.js';

/**
 * Remembers the objects of the store in a thread that is always awake, and tells them to threads that start later: also while the
 * thread that owns the store is busy.
 */
export function relayStore(): () => void {
  const channel = new BroadcastChannel(storeChannel);
  const mirror = new ObjectMirror();
  channel.onmessage = (event): void => {
    const message = (event as unknown as { data: StoreMessage }).data;
    mirror.take(message);
    if (message.kind !== 'hello') return;
    const all: StoreMessage = { kind: 'all', objects: [...mirror.objects.values()], usage: mirror.usage };
    channel.postMessage(all);
  };
  channel.unref();
  return () => channel.close();
}
