import type { Edited } from './edited.js';

/** The texts of a document that is being edited: those before the present one and those that were undone. */
export interface EditHistory {
  readonly text: string;
  readonly past: readonly string[];
  readonly future: readonly string[];
}

export const startHistory = (text: string): EditHistory => ({ text, past: [], future: [] });

/** The history after an edit; unchanged when that was refused or changed nothing. */
export function record(history: EditHistory, { text, refused }: Edited): EditHistory {
  if (refused !== undefined || text === history.text) return history;
  return { text, past: [...history.past, history.text], future: [] };
}

/** One step back; the same history at its beginning. */
export function undo({ text, past, future }: EditHistory): EditHistory {
  return past.length === 0
    ? { text, past, future }
    : { text: past.at(-1)!, past: past.slice(0, -1), future: [text, ...future] };
}

/** One step forward again; the same history at its end. */
export function redo({ text, past, future }: EditHistory): EditHistory {
  return future.length === 0
    ? { text, past, future }
    : { text: future[0]!, past: [...past, text], future: future.slice(1) };
}
