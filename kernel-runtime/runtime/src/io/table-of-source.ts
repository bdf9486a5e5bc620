import type { Attributes } from './attributes.js';
import type { DataSource } from './data-source.js';

/** A column of numbers (null) or of texts. */
export interface SourceColumn {
  readonly path: string;
  readonly texts: readonly string[] | null;
  readonly attributes: Attributes;
}

/** All columns of a source that holds nothing but columns of one length; null of any other. */
export function columnsOfSource(source: DataSource): readonly SourceColumn[] | null {
  const nodes = source.tree().filter(({ kind }) => kind === 'dataset');
  const columns: SourceColumn[] = [];
  let rows: number | undefined;
  for (const { path, shape } of nodes) {
    const info = source.describe(path);
    const texts = source.texts?.(path) ?? null;
    if (!info || shape?.length !== 1 || shape[0] !== (rows ?? shape[0]) || (!info.dtype && !texts)) return null;
    [rows] = shape;
    columns.push({ path, texts, attributes: info.attributes });
  }
  return columns.length > 1 ? columns : null;
}
