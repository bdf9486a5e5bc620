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

/** A dataset of one text, or of several along one axis. */
export function textDataset(value: string | readonly string[], texts: TextHeap): WrittenDataset {
  const all = typeof value === 'string' ? [value] : value;
  const shape = typeof value === 'string' ? null : [all.length];
  for (const text of all) texts.add(text);
  let state: DatasetState | undefined;
  return {
    ...{ type: 'text', filters: [], changed: false },
    publish: (room: FileRoom) => {
      if (state) return state;
      const bytes = new Uint8Array(Buffer.concat(all.map(text => texts.reference(text))));
      const address = bytes.length > 0 ? room.append(bytes) : null;
      state = { shape, place: { kind: 'contiguous', address, bytes: bytes.length } };
      return state;
    },
  };
}
