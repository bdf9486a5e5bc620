import { canDecode, filterName, zstdAvailable, type FilterSpec } from '@daisy-lab/compute';
import { parseDatatype, type StoredType } from './datatype.js';
import { parseDataspace, parseFill, parseFilters, parseLayout, parseOldFill } from './dataset-messages.js';
import type { Dataspace, Layout } from './dataset-messages.js';
import { NotReadHere } from './file-faults.js';
import { messageType, type FormatFile, type Message } from './object-header.js';

/** What the object header of a dataset says. */
export interface StoredDataset {
  readonly type: StoredType;
  /** The message that describes the type, for values that are no plain numbers. */
  readonly typeBody: Uint8Array;
  readonly space: Dataspace;
  /** null when it is of a version that is not read here. */
  readonly layout: Layout | null;
  readonly filters: readonly FilterSpec[];
  readonly fill: Uint8Array | null;
  /** Why numbers cannot be read in threads as they are stored; null when they can. */
  readonly slowBecause: string | null;
  /** Why the general library has to get at the stored values, whatever their type is; null when it need not. */
  readonly libraryBecause: string | null;
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
  const dataset = { type, typeBody, space };
  try {
    const filters = filterBody ? parseFilters(filterBody, sizes) : [];
    const fill = (fillBody && parseFill(fillBody, sizes)) ?? (oldFill ? parseOldFill(oldFill, sizes) : null);
    const layout = parseLayout(layoutBody, sizes);
    const external = body(messageType.externalFiles) !== undefined;
    const libraryBecause = reason(layout, filters, external);
    const slowBecause = type.dtype ? (libraryBecause ?? type.odd) : 'not plain numbers';
    return { ...dataset, layout, filters, fill, slowBecause, libraryBecause };
  } catch (thrown) {
    if (!(thrown instanceof NotReadHere)) throw thrown;
    const because = { slowBecause: thrown.message, libraryBecause: thrown.message };
    return { ...dataset, layout: null, filters: [], fill: null, ...because };
  }
}

function reason(layout: Layout, filters: readonly FilterSpec[], external: boolean): string | null {
  if (external) return valuesElsewhere;
  if (layout.kind === 'virtual') return 'a virtual dataset';
  if (layout.kind !== 'chunked') return null;
  const needsZstd = filters.some(filter => /zstd/.test(filterName(filter)));
  if (canDecode(filters) && (!needsZstd || zstdAvailable())) return null;
  return `compressed with ${filters.map(filterName).join(', ')}`;
}
