import { Cursor, nowhere } from '../format/cursor.js';
import { DamagedFile, NotReadHere } from '../format/file-faults.js';
import { globalHeapObject } from '../format/global-heap.js';
import type { FormatFile } from '../format/object-header.js';
import { namesReader, type MappingNames } from './mapping-names.js';
import { readSelection, type StoredSelection } from './stored-selection.js';

/** A part of a virtual dataset, and where its values lie; `%b` in a name stands for the number of a block of a target without end. */
export interface VirtualMapping extends MappingNames {
  readonly source: StoredSelection;
  readonly target: StoredSelection;
}

const mostMappings = 1_000_000;
/** A few bytes may stand for many stretches; more than these of all mappings are not unfolded here. */
const mostStretches = 2_000_000;

/**
 * The mappings of a virtual dataset, later ones above earlier ones.
 * @throws NotReadHere for those that only the general library understands
 */
export function readMappings(file: FormatFile, heap: number, item: number): readonly VirtualMapping[] {
  if (heap === nowhere) return [];
  const cursor = new Cursor(globalHeapObject(file, heap, item), file.sizes);
  const names = namesReader(cursor);
  if (names.count > mostMappings) throw new DamagedFile(`a virtual dataset of ${names.count} parts`);
  const mappings: VirtualMapping[] = [];
  let stretches = 0;
  for (let entry = 0; entry < names.count; entry++) {
    const { file: name, dataset } = names.next();
    const mapping = { file: name, dataset, source: readSelection(cursor), target: readSelection(cursor) };
    stretches += stretchCount(mapping.source) + stretchCount(mapping.target);
    if (stretches > mostStretches) throw new NotReadHere(`a virtual dataset of ${stretches} stretches`);
    mappings.push(mapping);
  }
  return mappings;
}

const stretchCount = (selection: StoredSelection): number =>
  (selection ?? []).reduce((sum, axis) => sum + ('length' in axis ? axis.length : 1), 0);
