import type { FileRoom } from './file-room.js';
import type { DatasetState, WrittenDataset } from './file-tree.js';
import type { TextHeap } from './text-heap.js';
import type { WrittenType } from './type-messages.js';

/** A dataset whose values lie in one piece and are there already. */
export function plainDataset(
  type: WrittenType,
  shape: readonly number[] | null,
  place: { readonly address: number | null; readonly bytes: number },
): WrittenDataset {
  return { type, filters: [], changed: false, publish: () => ({ shape, place: { kind: 'contiguous', ...place } }) };
}

/** A dataset of one text. */
export function textDataset(text: string, texts: TextHeap): WrittenDataset {
  texts.add(text);
  let state: DatasetState | undefined;
  return {
    ...{ type: 'text', filters: [], changed: false },
    publish: (room: FileRoom) => {
      const element = texts.reference(text);
      state ??= { shape: null, place: { kind: 'contiguous', address: room.append(element), bytes: element.length } };
      return state;
    },
  };
}
