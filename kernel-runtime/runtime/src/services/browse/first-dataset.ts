import { sizeOf } from '@daisy-lab/core';
import type { DataSource } from '../../io/data-source.js';
import { namedDefault } from '../../io/default-dataset.js';
import { membersOf } from './members.js';

/** Names near the root that are looked at where a file does not say what to begin with. */
const mostNames = 500;

/** The dataset to begin with: the NeXus default plot, else the largest array of numbers near the root; null when there is none. */
export function firstDataset(source: DataSource): string | null {
  const named = namedDefault(source);
  if (named !== null && source.describe(named)) return named;
  let best: { readonly path: string; readonly size: number } | null = null;
  let left = mostNames;
  let groups = ['/'];
  while (groups.length > 0 && left > 0) {
    const below: string[] = [];
    for (const group of groups) {
      const members = membersOf(source, group);
      for (const name of members.names.slice(0, left)) {
        left--;
        const { kind, path, target } = members.entry(name);
        if (kind === 'group' && target === undefined) below.push(path);
        const info = kind === 'dataset' ? source.describe(path) : null;
        const size = info?.dtype ? sizeOf(info.shape) : 0;
        if (size > (best?.size ?? 0)) best = { path, size };
      }
    }
    groups = below;
  }
  return best?.path ?? null;
}
