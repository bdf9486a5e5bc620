import type { FilterSpec } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import type { Attributes, AttributeValue } from '../../attributes.js';
import { messageType } from '../format/object-header.js';
import { attributeMessage } from './attribute-message.js';
import { fillValue, filterPipeline, layout, type Placement } from './dataset-messages.js';
import type { FileRoom } from './file-room.js';
import { groupMessages, objectHeader, type HeaderMessage } from './object-header.js';
import type { TextHeap } from './text-heap.js';
import { dataspace, datatype, type WrittenType } from './type-messages.js';

/** What the header of a dataset says now; it may say more later. */
export interface DatasetState {
  /** null for a single value. */
  readonly shape: readonly number[] | null;
  readonly mostShape?: readonly number[];
  readonly place: Placement;
}

export interface WrittenDataset {
  readonly type: WrittenType;
  readonly filters: readonly FilterSpec[];
  /** Writes what is needed to find the values, as far as they are there. */
  publish(room: FileRoom): DatasetState;
  /** Whether there is more than was published last. */
  readonly changed: boolean;
}

/** An object of the file; its header is written again, elsewhere, when it has changed or a member has got another address. */
class TreeObject {
  readonly members = new Map<string, TreeObject>();
  readonly links = new Map<string, string>();
  readonly attributes = new Map<string, AttributeValue>();
  address: number | null = null;
  bytes = 0;
  changed = true;

  constructor(readonly dataset: WrittenDataset | null) {}
}

/** Groups, datasets and attributes of a file that is being written. */
export class FileTree {
  readonly #root = new TreeObject(null);

  constructor(readonly texts: TextHeap) {}

  /** Adds a group and those above it, or attributes to one that is there. */
  group(path: string, attributes: Attributes = {}): void {
    const object = this.#groupAt(namesOf(path), path);
    this.#addAttributes(object, attributes);
  }

  dataset(path: string, dataset: WrittenDataset, attributes: Attributes = {}): void {
    const names = namesOf(path);
    const name = names.pop();
    const parent = this.#groupAt(names, path);
    if (name === undefined || parent.members.has(name) || parent.links.has(name)) throw taken(path);
    const object = new TreeObject(dataset);
    parent.members.set(name, object);
    this.#addAttributes(object, attributes);
  }

  /** Another name for what a path leads to. */
  link(path: string, target: string): void {
    const names = namesOf(path);
    const name = names.pop();
    const parent = this.#groupAt(names, path);
    if (name === undefined || parent.members.has(name)) throw taken(path);
    parent.links.set(name, target);
    parent.changed = true;
  }

  /** Writes what has changed, members before groups: the root is the last of all that belongs to the file now. */
  publish(room: FileRoom): { readonly address: number; readonly bytes: number } {
    this.texts.flush(room);
    const address = this.#publish(this.#root, room);
    return { address, bytes: this.#root.bytes };
  }

  #publish(object: TreeObject, room: FileRoom): number {
    let changed = object.changed || object.dataset?.changed === true;
    for (const member of object.members.values()) {
      const before = member.address;
      if (this.#publish(member, room) !== before) changed = true;
    }
    if (!changed && object.address !== null) return object.address;
    const messages = object.dataset
      ? datasetMessages(object.dataset, object.dataset.publish(room))
      : groupMessages([
          ...Array.from(object.members, ([name, { address }]) => [name, address!] as const),
          ...object.links,
        ]);
    const attributes = Array.from(object.attributes, ([name, value]) => ({
      type: messageType.attribute,
      body: attributeMessage(name, value, text => this.texts.reference(text)),
    }));
    const header = objectHeader([...messages, ...attributes]);
    object.address = room.append(header);
    object.bytes = header.length;
    object.changed = false;
    return object.address;
  }

  #groupAt(names: readonly string[], path: string): TreeObject {
    let at = this.#root;
    for (const name of names) {
      let next = at.members.get(name);
      if (!next) {
        next = new TreeObject(null);
        at.members.set(name, next);
      }
      if (next.dataset) throw taken(path);
      at = next;
    }
    return at;
  }

  #addAttributes(object: TreeObject, attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      for (const item of typeof value === 'object' ? value : [value])
        if (typeof item === 'string') this.texts.add(item);
      object.attributes.set(name, value);
      object.changed = true;
    }
  }
}

function datasetMessages({ type, filters }: WrittenDataset, state: DatasetState): readonly HeaderMessage[] {
  return [
    { type: messageType.dataspace, body: dataspace(state.shape, state.mostShape) },
    { type: messageType.datatype, body: datatype(type), flags: 1 },
    { type: messageType.fill, body: fillValue(state.place.kind), flags: 1 },
    { type: messageType.layout, body: layout(state.place) },
    ...(filters.length > 0 ? [{ type: messageType.filters, body: filterPipeline(filters), flags: 1 }] : []),
  ];
}

const namesOf = (path: string): string[] => path.split('/').filter(Boolean);

function taken(path: string): DaisyError {
  return new DaisyError('Input', { message: `There is something else at ${path} already.`, dataset: path });
}
