import type { Box } from '../chunks/copy-overlap.js';
import { NotReadHere } from '../format/file-faults.js';
import type { FiniteSelection, Stretch } from './stored-selection.js';

/** Entries of one axis of the target, and the first of those of the source that they are. */
interface AxisPart {
  readonly first: number;
  readonly end: number;
  readonly source: number;
}

/** A box of a virtual dataset, and the box of its source that has its values. */
export interface MatchingBoxes {
  readonly target: Box;
  readonly source: Box;
}

const mostBoxes = 1_000_000;

/**
 * Which boxes of a source fill the wanted box of a virtual dataset. Axes on which one entry is mapped may be missing on the other side.
 * @throws NotReadHere when the axes of the two do not correspond
 */
export function matchingBoxes(
  mapping: { readonly source: FiniteSelection; readonly target: FiniteSelection },
  sourceShape: readonly number[],
  targetShape: readonly number[],
  wanted: Box,
): readonly MatchingBoxes[] {
  const source = stretchesOf(mapping.source, sourceShape);
  const target = stretchesOf(mapping.target, targetShape);
  const partner = partnersOf(source, target);
  const parts = target.map((stretches, axis) => {
    const limits = [wanted.first[axis]!, wanted.first[axis]! + wanted.lengths[axis]!] as const;
    const from = partner[axis];
    return from === undefined ? single(stretches, limits) : along(stretches, source[from]!, limits, sourceShape[from]!);
  });
  const count = parts.reduce((product, { length }) => product * length, 1);
  if (count > mostBoxes) throw new NotReadHere(`a virtual dataset of ${count} pieces`);
  let boxes: readonly (readonly AxisPart[])[] = count === 0 ? [] : [[]];
  if (count > 0) for (const axis of parts) boxes = boxes.flatMap(box => axis.map(part => [...box, part]));
  return boxes.map(box => ({
    target: { first: box.map(({ first }) => first), lengths: box.map(({ first, end }) => end - first) },
    source: sourceBox(box, source, partner),
  }));
}

function sourceBox(
  parts: readonly AxisPart[],
  source: readonly (readonly Stretch[])[],
  partner: readonly (number | undefined)[],
): Box {
  const first = source.map(([stretch]) => stretch![0]);
  const lengths = source.map(() => 1);
  partner.forEach((from, axis) => {
    if (from === undefined) return;
    first[from] = parts[axis]!.source;
    lengths[from] = parts[axis]!.end - parts[axis]!.first;
  });
  return { first, lengths };
}

function stretchesOf(selection: FiniteSelection, shape: readonly number[]): readonly (readonly Stretch[])[] {
  const stretches = selection ?? shape.map(length => [[0, length] as const]);
  if (stretches.length !== shape.length) throw new NotReadHere('a mapping with other axes than its dataset');
  return stretches;
}

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, [first, end]) => sum + end - first, 0);

/** For each axis of the target the one of the source that goes with it: axes of more than one entry, in order. */
function partnersOf(
  source: readonly (readonly Stretch[])[],
  target: readonly (readonly Stretch[])[],
): readonly (number | undefined)[] {
  const long = source.map((_, axis) => axis).filter(axis => lengthOf(source[axis]!) !== 1);
  const partner = target.map(stretches => (lengthOf(stretches) === 1 ? undefined : long.shift()));
  const fits = partner.every((from, axis) =>
    from === undefined ? lengthOf(target[axis]!) === 1 : lengthOf(source[from]!) === lengthOf(target[axis]!),
  );
  if (long.length > 0 || !fits) throw new NotReadHere('a mapping between axes of different lengths');
  return partner;
}

function single([stretch]: readonly Stretch[], [first, end]: Stretch): readonly AxisPart[] {
  const [at] = stretch!;
  return at >= first && at < end ? [{ first: at, end: at + 1, source: 0 }] : [];
}

/** Walks both sides at once; what lies behind the end of the source has no values. */
function along(
  target: readonly Stretch[],
  source: readonly Stretch[],
  [first, end]: Stretch,
  sourceLength: number,
): readonly AxisPart[] {
  const parts: AxisPart[] = [];
  let [at, done] = [0, 0];
  for (const [start, stop] of target) {
    for (let to = start; to < stop;) {
      const [from, fromEnd] = source[at]!;
      const length = Math.min(stop - to, fromEnd - from - done);
      const low = Math.max(to, first);
      const high = Math.min(to + length, end, to + sourceLength - from - done);
      if (low < high) parts.push({ first: low, end: high, source: from + done + low - to });
      to += length;
      done += length;
      if (done === fromEnd - from) [at, done] = [at + 1, 0];
    }
  }
  return parts;
}
