import type { StoreUsage } from '@daisy-lab/core';
import type { SharedObject, StoreMessage } from './shared-object.js';

/** What a thread knows of the objects of another one, from the messages that it was sent. They may come twice, or late. */
export class ObjectMirror {
  readonly objects = new Map<string, SharedObject>();
  /** Ids are never used again. */
  readonly #gone = new Set<string>();
  usage: StoreUsage = { memoryBytes: 0, budgetBytes: 0, diskBytes: 0, objects: 0 };

  /** Whether the message has changed anything. */
  take(message: StoreMessage): boolean {
    switch (message.kind) {
      case 'set':
        this.usage = message.usage;
        return this.#set(message.object);
      case 'gone':
        this.usage = message.usage;
        this.#gone.add(message.id);
        return this.objects.delete(message.id);
      case 'all':
        if (message.objects.length > 0 || this.usage.budgetBytes === 0) this.usage = message.usage;
        return message.objects.map(object => this.#set(object)).some(Boolean);
      default:
        return false;
    }
  }

  #set(object: SharedObject): boolean {
    const { id } = object.description;
    const known = this.objects.get(id);
    if (this.#gone.has(id) || (known && known.version >= object.version)) return false;
    this.objects.set(id, object);
    return true;
  }
}
