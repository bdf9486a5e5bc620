import { DaisyError, type DataEntry } from '@daisy-lab/core';
import type { DataSource, GroupMembers } from '../../io/data-source.js';

/**
 * The members of a group.
 * @throws DaisyError `File` when there is no such group.
 */
export function membersOf(source: DataSource, group: string): GroupMembers {
  const members = source.members ? source.members(group) : membersInTree(source, group);
  if (members) return members;
  throw new DaisyError('File', {
    message: `There is no group ${group} in ${source.path}.`,
    action: 'Refresh the tree: the file may have changed.',
    path: source.path,
  });
}

/** For kinds whose tree is short: everything is listed and the group picked out of it. */
function membersInTree(source: DataSource, group: string): GroupMembers | null {
  const prefix = group === '/' ? '/' : `${group}/`;
  const nodes = source.tree().filter(({ path }) => path.startsWith(prefix));
  const entries = new Map<string, DataEntry>();
  for (const node of nodes) {
    const [name = ''] = node.path.slice(prefix.length).split('/');
    const path = `${prefix}${name}`;
    if (name === '') continue;
    if (node.path === path) entries.set(name, { ...node, name });
    else if (!entries.has(name)) entries.set(name, { name, path, kind: 'group' });
  }
  if (entries.size === 0 && group !== '/') return null;
  return {
    names: [...entries.keys()],
    entry: name => entries.get(name) ?? { name, path: prefix + name, kind: 'link' },
  };
}
