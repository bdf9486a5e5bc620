import { canDecode, filterName, zstdAvailable, type FilterSpec } from '@daisy-lab/compute';
import { parseDatatype, type StoredType } from './datatype.js';
import { parseDataspace, parseFill, parseFilters, parseLayout, parseOldFill } from './dataset-messages.js';
import type { Dataspace, Layout } from './dataset-messages.js';
import { NotReadHere } from './file-faults.js';
import { messageType, type FormatFile, type Message } from './object-header.js';

/** What the object header of a dataset says. */
export interface StoredDataset {
  readonly type: StoredType;
  readonly space: Dataspace;
  /** null when it is of a version that is not read here. */
  readonly layout: Layout | null;
  readonly filters: readonly FilterSpec[];
  readonly fill: Uint8Array | null;
  /** Why the general library has to read the values; null when they are read here. */
  readonly slowBecause: string | null;
}

/** Why a dataset with external storage is not read. */
export const valuesElsewhere = 'values in other files';

/** Reads the header of a dataset; null when the object is none. */
export function readDatasetHeader(file: FormatFile, messages: readonly Message[]): StoredDataset | null {
  const body = (type: number): Uint8Array | undefined => messages.find(message => message.type === type)?.body;
  const [typeBody, spaceBody, layoutBody] = [messageType.datatype, messageType.dataspace, messageType.layout].map(body);
  if (!typeBody || !spaceBody || !layoutBody) return null;
  const { sizes } = file;
  const type = parseDatatype(typeBody, sizes);
  const space = parseDataspace(spaceBody, sizes);
  const fillBody = body(messageType.fill);
  const oldFill = body(messageType.oldFill);
  const filterBody = body(messageType.filters);
  const dataset = { type, space, layout: null, filters: [], fill: null };
  try {
    const filters = filterBody ? parseFilters(filterBody, sizes) : [];
    const fill = (fillBody && parseFill(fillBody, sizes)) ?? (oldFill ? parseOldFill(oldFill, sizes) : null);
    const layout = parseLayout(layoutBody, sizes);
    const external = body(messageType.externalFiles) !== undefined;
    return { type, space, layout, filters, fill, slowBecause: reason(type, layout, filters, external) };
  } catch (thrown) {
    if (!(thrown instanceof NotReadHere)) throw thrown;
    return { ...dataset, slowBecause: thrown.message };
  }
}

function reason(type: StoredType, layout: Layout, filters: readonly FilterSpec[], external: boolean): string | null {
  if (!type.dtype) return 'not plain numbers';
  if (type.odd) return type.odd;
  if (external) return valuesElsewhere;
  if (layout.kind === 'virtual') return 'a virtual dataset';
  if (layout.kind !== 'chunked') return null;
  const needsZstd = filters.some(filter => /zstd/.test(filterName(filter)));
  if (canDecode(filters) && (!needsZstd || zstdAvailable())) return null;
  return `compressed with ${filters.map(filterName).join(', ')}`;
}
