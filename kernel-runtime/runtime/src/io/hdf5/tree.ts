import type { DataEntry, TreeNode } from '@daisy-lab/core';
import type { GroupMembers } from '../data-source.js';
import { typeNameOf } from './dtypes.js';
import { readAttributes } from './format/attributes.js';
import type { Link } from './format/links.js';
import { readDatasetHeader } from './format/stored-dataset.js';
import type { LinkedFiles, Located } from './linked-files.js';
import { atPresent } from './virtual/present-mappings.js';

/** Groups that are opened within each other. */
const deepest = 64;
const mostNodes = 1_000_000;

/** Groups, datasets and links, parents first, by name. A group that is its own ancestor is listed, but not opened again. */
export function treeOf(files: LinkedFiles): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const root = files.locate('/');
  if (root) walk(files, root, '', [], nodes);
  return nodes;
}

/** Members of a group; `parent` is its path, empty for the root. */
export function membersOf(files: LinkedFiles, group: Located, parent: string): GroupMembers | null {
  const links = group.file.links(group.address);
  if (!links) return null;
  return {
    names: [...links.keys()],
    entry: name => {
      const path = `${parent}/${name}`;
      const link = links.get(name);
      const target = link && targetOf(link);
      const base = { name, path, ...(target === undefined ? {} : { target }) };
      const child = link ? childOf(files, group, name) : null;
      return child ? { ...base, ...factsOf(child) } : { ...base, kind: 'link' };
    },
  };
}

/** Where a link that is no plain name leads. */
function targetOf(link: Link): string | undefined {
  if (link.kind === 'soft') return link.path;
  return link.kind === 'external' ? `${link.file}::${link.path}` : undefined;
}

function factsOf(child: Child): Pick<DataEntry, 'kind' | 'shape' | 'dtype' | 'nxClass'> {
  if (child.kind === 'dataset') return child;
  const nxClass = nxClassOf(child.at);
  return { kind: 'group', ...(nxClass === undefined ? {} : { nxClass }) };
}

function nxClassOf({ file, address }: Located): string | undefined {
  try {
    const value = readAttributes(file, file.header(address))['NX_class'];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // attributes that are not read here are no reason to hide the group
  }
}

function walk(
  files: LinkedFiles,
  group: Located,
  parent: string,
  ancestors: readonly Located[],
  nodes: TreeNode[],
): void {
  const open = [...ancestors, group];
  for (const name of group.file.links(group.address)?.keys() ?? []) {
    if (nodes.length >= mostNodes) return;
    const path = `${parent}/${name}`;
    const child = childOf(files, group, name);
    if (child === null) nodes.push({ path, kind: 'link' });
    else if (child.kind === 'dataset') nodes.push({ path, ...child });
    else {
      nodes.push({ path, kind: 'group' });
      const { at } = child;
      const again = open.some(({ file, address }) => file.path === at.file.path && address === at.address);
      if (!again && open.length < deepest) walk(files, at, path, open, nodes);
    }
  }
}

type Child =
  | { readonly kind: 'group'; readonly at: Located }
  | { readonly kind: 'dataset'; readonly shape: readonly number[]; readonly dtype: string };

/** What a link leads to; null when it leads nowhere, out of the allowed folders or to something damaged. */
function childOf(files: LinkedFiles, group: Located, name: string): Child | null {
  try {
    const at = files.follow(group, name);
    if (!at) return null;
    if (at.file.links(at.address)) return { kind: 'group', at };
    const dataset = readDatasetHeader(at.file, at.file.header(at.address));
    if (!dataset) return null;
    return { kind: 'dataset', shape: atPresent(files, at.file, dataset).space.shape, dtype: typeNameOf(dataset.type) };
  } catch {
    return null;
  }
}
