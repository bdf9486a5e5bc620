import { DaisyError, type TreeNode } from '@daisy-lab/core';
import { parseAddress } from '../io/address.js';
import type { DataSource } from '../io/data-source.js';
import { withSource } from '../io/source-kinds.js';

/** `daisy ls URI [--json]`: what a file holds, with shapes, types, chunks and filters. */
export async function ls(args: readonly string[]): Promise<number> {
  const [address, ...more] = args.filter(arg => arg !== '--json');
  if (address === undefined || more.length > 0 || address.startsWith('--')) {
    throw new DaisyError('Input', { message: 'daisy ls takes one file.', action: 'Write: daisy ls scan.h5' });
  }
  const { file, dataset } = parseAddress(address);
  const text = await withSource(file, source => {
    const nodes = source
      .tree()
      .filter(
        ({ path }) => dataset === undefined || path === dataset || path.startsWith(`${dataset.replace(/\/$/, '')}/`),
      );
    if (dataset !== undefined && nodes.length === 0) {
      throw new DaisyError('File', {
        message: `There is no ${dataset} in ${source.path}.`,
        path: source.path,
        dataset,
      });
    }
    return args.includes('--json')
      ? `${JSON.stringify(nodes.map(node => factsOf(source, node)))}\n`
      : listing(source, nodes);
  });
  process.stdout.write(text);
  return 0;
}

function factsOf(source: DataSource, node: TreeNode): Readonly<Record<string, unknown>> {
  const info = node.kind === 'dataset' ? source.describe(node.path) : null;
  return { ...node, ...(info ? { attributes: info.attributes, storage: info.storage } : {}) };
}

function listing(source: DataSource, nodes: readonly TreeNode[]): string {
  const width = Math.max(0, ...nodes.map(({ path }) => path.length));
  return nodes.map(node => `${node.path.padEnd(width)}  ${lineOf(source, node)}`.trimEnd()).join('\n') + '\n';
}

function lineOf(source: DataSource, { kind, path, shape, dtype }: TreeNode): string {
  if (kind !== 'dataset') return kind;
  const storage = source.describe(path)?.storage;
  const chunks = storage?.chunks ? `  chunks [${storage.chunks.join(', ')}]` : '';
  const filters = storage && storage.filters.length > 0 ? `  ${storage.filters.join(' + ')}` : '';
  return `${dtype} [${(shape ?? []).join(', ')}]${chunks}${filters}`;
}
