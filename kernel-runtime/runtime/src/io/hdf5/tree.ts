import type { TreeNode } from '@daisy-lab/core';
import { typeNameOf } from './dtypes.js';
import { readDatasetHeader } from './format/stored-dataset.js';
import type { LinkedFiles, Located } from './linked-files.js';

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
    return dataset && { kind: 'dataset', shape: dataset.space.shape, dtype: typeNameOf(dataset.type) };
  } catch {
    return null;
  }
}
