import { NotReadHere } from '../format/file-faults.js';
import type { MappingNames } from './mapping-names.js';
import { numberedName } from './numbered-name.js';
import type { Endless, FiniteSelection, StoredAxis, StoredSelection, Stretch } from './stored-selection.js';
import type { VirtualMapping } from './virtual-mappings.js';

/** A part of a virtual dataset of which both sides have an end. */
export interface FiniteMapping extends MappingNames {
  readonly source: FiniteSelection;
  readonly target: FiniteSelection;
}

/** The parts of a virtual dataset that are there, and the shape that they give it. */
export interface Settled {
  readonly mappings: readonly FiniteMapping[];
  readonly shape: readonly number[];
}

/** Shape of the dataset that a mapping takes values from; null when it is not there. */
export type ShapeOf = (names: MappingNames) => readonly number[] | null;

const mostStretches = 100_000;
const mostBlocks = 100_000;

/**
 * Mappings as far as their sources go at this moment. An axis without end is as long as the source that goes furthest, as HDF5 has it by
 * default (`H5D_VDS_LAST_AVAILABLE` of `H5Pset_virtual_view`); numbered sources end before the first that is missing.
 *
 * @param shape as it is stored
 * @throws NotReadHere for mappings that only the general library understands
 */
export function settled(stored: readonly VirtualMapping[], shape: readonly number[], shapeOf: ShapeOf): Settled {
  const parts = stored.map(mapping => {
    const axis = endlessAxis(mapping.target);
    return { axis, mappings: axis === null ? [finite(mapping)] : present(mapping, axis, shapeOf) };
  });
  const mappings = parts.flatMap(part => part.mappings);
  return { mappings, shape: shape.map((length, axis) => lengthOf(parts, axis) ?? length) };
}

/** The length of an axis that grows with its sources; undefined for others. */
function lengthOf(
  parts: readonly { readonly axis: number | null; readonly mappings: readonly FiniteMapping[] }[],
  axis: number,
): number | undefined {
  if (!parts.some(part => part.axis === axis)) return undefined;
  let length = 0;
  for (const { target } of parts.flatMap(part => part.mappings)) {
    for (const [, end] of target?.[axis] ?? []) length = Math.max(length, end);
  }
  return length;
}

function finite({ file, dataset, source, target }: VirtualMapping): FiniteMapping {
  const names = { file: numberedName(file), dataset: numberedName(dataset) };
  return { file: names.file.text(0), dataset: names.dataset.text(0), source: limited(source), target: limited(target) };
}

/** A mapping without end, cut where its source ends. */
function present(mapping: VirtualMapping, axis: number, shapeOf: ShapeOf): readonly FiniteMapping[] {
  const from = endlessAxis(mapping.source);
  if (from === null) return numbered(mapping, axis, shapeOf);
  const shape = shapeOf(mapping);
  if (!shape) return [];
  const taken = stretches(mapping.source![from] as Endless, { end: shape[from] ?? 0 });
  const count = taken.reduce((sum, [first, end]) => sum + end - first, 0);
  if (count === 0) return [];
  const filled = stretches(mapping.target![axis] as Endless, { count });
  const { file, dataset } = mapping;
  return [
    { file, dataset, source: limited(mapping.source, from, taken), target: limited(mapping.target, axis, filled) },
  ];
}

/** A source for each block of the target: those until the first that is missing. */
function numbered({ file, dataset, source, target }: VirtualMapping, axis: number, shapeOf: ShapeOf): FiniteMapping[] {
  const names = { file: numberedName(file), dataset: numberedName(dataset) };
  const { start, stride, block } = target![axis] as Endless;
  if (!(names.file.isNumbered || names.dataset.isNumbered) || block === Infinity) {
    throw new NotReadHere('a mapping of which only one side has no end');
  }
  const mappings: FiniteMapping[] = [];
  for (let index = 0; index < mostBlocks; index++) {
    const own = { file: names.file.text(index), dataset: names.dataset.text(index) };
    if (!shapeOf(own)) return mappings;
    const first = start + index * stride;
    mappings.push({ ...own, source: limited(source), target: limited(target, axis, [[first, first + block]]) });
  }
  throw new NotReadHere(`a virtual dataset of more than ${mostBlocks} files`);
}

function endlessAxis(selection: StoredSelection): number | null {
  const axes = (selection ?? []).flatMap((axis, at) => (isEndless(axis) ? [at] : []));
  if (axes.length > 1) throw new NotReadHere('a mapping of which two axes have no end');
  return axes[0] ?? null;
}

const isEndless = (axis: StoredAxis): axis is Endless => 'stride' in axis;

/** A selection with `instead` on one of its axes. */
function limited(selection: StoredSelection, at = -1, instead: readonly Stretch[] = []): FiniteSelection {
  return (
    selection &&
    selection.map((axis, index) => {
      if (index === at) return instead;
      if (isEndless(axis)) throw new NotReadHere('a mapping of which only one side has no end');
      return axis;
    })
  );
}

/** The first stretches of an axis without end: those before `end`, or as many as hold `count` entries. */
function stretches(
  { start, stride, block }: Endless,
  { end = Infinity, count = Infinity }: { readonly end?: number; readonly count?: number },
): readonly Stretch[] {
  const found: Stretch[] = [];
  // blocks that touch each other are one
  const length = stride === block ? Infinity : block;
  for (let [first, left] = [start, count]; first < end && left > 0; first += stride) {
    const taken = Math.min(length, end - first, left);
    found.push([first, first + taken]);
    left -= taken;
    if (length === Infinity) break;
    if (found.length > mostStretches) throw new NotReadHere(`a mapping of more than ${mostStretches} blocks`);
  }
  return found;
}
