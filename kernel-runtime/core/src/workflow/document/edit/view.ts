import type { CommentData, DaisyDocument, GroupData } from '../document.js';
import { edit, nodeOf, noStep, pruned, type Edited } from './edited.js';

/** Puts steps into a frame with a title, or changes the group of that id. */
export function setGroup(text: string, group: GroupData): Edited {
  return edit(text, document => {
    const stranger = group.nodes.find(name => !nodeOf(document, name));
    return stranger === undefined ? withEntryOf(document, 'groups', group) : noStep(stranger);
  });
}

export function removeGroup(text: string, id: string): Edited {
  return edit(text, document => withoutEntryOf(document, 'groups', id));
}

/** Adds a note, or changes the one of that id. */
export function setComment(text: string, comment: CommentData): Edited {
  return edit(text, document => withEntryOf(document, 'comments', comment));
}

export function removeComment(text: string, id: string): Edited {
  return edit(text, document => withoutEntryOf(document, 'comments', id));
}

type Listed = 'groups' | 'comments';
type Entry = GroupData | CommentData;

function withEntryOf(document: DaisyDocument, list: Listed, entry: Entry): DaisyDocument {
  const entries: readonly Entry[] = document.view?.[list] ?? [];
  const changed = entries.some(({ id }) => id === entry.id)
    ? entries.map(old => (old.id === entry.id ? { ...old, ...entry } : old))
    : [...entries, entry];
  return { ...document, view: { ...document.view, [list]: changed } };
}

function withoutEntryOf(document: DaisyDocument, list: Listed, id: string): DaisyDocument | { message: string } {
  const entries: readonly Entry[] = document.view?.[list] ?? [];
  const kept = entries.filter(entry => entry.id !== id);
  if (kept.length === entries.length)
    return { message: `There is no ${list === 'groups' ? 'group' : 'comment'} "${id}".` };
  return pruned({ ...document, view: pruned({ ...document.view, [list]: kept }, list) }, 'view');
}
