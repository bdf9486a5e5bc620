/** A part of a text that is replaced. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines that may differ before the whole middle is replaced. */
const mostLines = 400;

/**
 * The smallest replacements that turn one text into the other, the last first, so that those before keep their places. Found by lines
 * (Myers, Algorithmica 1 (1986) 251) and then cut to the characters that differ: what two people change at once then merges.
 */
export function changesBetween(before: string, after: string): readonly TextChange[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const starts = startsOf(old);
  const wanted = startsOf(now);
  return hunksOf(old, now)
    .map(([from, to, first, end]) =>
      trimmed(before, starts[from]!, starts[to]!, after.slice(wanted[first]!, wanted[end]!)),
    )
    .filter(({ start, end, text }) => end > start || text !== '')
    .reverse();
}

const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

/** Where each line begins, and where the last one ends. */
function startsOf(lines: readonly string[]): readonly number[] {
  let at = 0;
  return [0, ...lines.map(line => (at += line.length))];
}

/** Old lines `from <= i < to` become the new lines `first <= j < end`. */
type Hunk = readonly [from: number, to: number, first: number, end: number];

function hunksOf(old: readonly string[], now: readonly string[]): readonly Hunk[] {
  const same = sameLines(old, now);
  if (!same) return [[0, old.length, 0, now.length]];
  const hunks: Hunk[] = [];
  let [from, first] = [0, 0];
  for (const [i, j] of [...same, [old.length, now.length] as const]) {
    if (i > from || j > first) hunks.push([from, i, first, j]);
    [from, first] = [i + 1, j + 1];
  }
  return hunks;
}

/** Pairs of lines that stay, in order; null when too much differs. */
function sameLines(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] | null {
  const offset = mostLines + 1;
  const reach = new Int32Array(2 * offset + 1);
  const trace: Int32Array[] = [];
  for (let distance = 0; distance <= mostLines; distance++) {
    trace.push(reach.slice());
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let i = isDown(reach, offset, diagonal, distance)
        ? reach[offset + diagonal + 1]!
        : reach[offset + diagonal - 1]! + 1;
      while (i < old.length && i - diagonal < now.length && old[i] === now[i - diagonal]) i++;
      reach[offset + diagonal] = i;
      if (i >= old.length && i - diagonal >= now.length) return pairsOf(trace, offset, old.length, now.length);
    }
  }
  return null;
}

const isDown = (reach: Int32Array, offset: number, diagonal: number, distance: number): boolean =>
  diagonal === -distance || (diagonal !== distance && reach[offset + diagonal - 1]! < reach[offset + diagonal + 1]!);

/** The way back through what was reached. */
function pairsOf(trace: readonly Int32Array[], offset: number, rows: number, columns: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [i, j] = [rows, columns];
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const reach = trace[distance]!;
    const diagonal = i - j;
    const before = isDown(reach, offset, diagonal, distance) ? diagonal + 1 : diagonal - 1;
    const fromI = distance === 0 ? 0 : reach[offset + before]!;
    const fromJ = distance === 0 ? 0 : fromI - before;
    while (i > fromI && j > fromJ) pairs.push([--i, --j]);
    [i, j] = [fromI, fromJ];
  }
  return pairs.reverse();
}

function trimmed(before: string, from: number, to: number, text: string): TextChange {
  let start = from;
  let end = to;
  let [first, last] = [0, text.length];
  while (start < end && first < last && before[start] === text[first]) {
    start++;
    first++;
  }
  while (end > start && last > first && before[end - 1] === text[last - 1]) {
    end--;
    last--;
  }
  return { start, end, text: text.slice(first, last) };
}
