import type { Range } from '@daisy-lab/core';

/** The entries of `0 <= index < length` that at least one of several lists of finished ranges lacks, in order. */
export function remainingRanges(length: number, finished: readonly (readonly Range[])[]): readonly Range[] {
  const missing = finished.flatMap(ranges => gaps(length, ranges)).sort((a, b) => a.start - b.start);
  const joined: Range[] = [];
  for (const range of missing) {
    const last = joined.at(-1);
    if (last && range.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else joined.push(range);
  }
  return joined;
}

function gaps(length: number, ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  let from = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > from) found.push({ start: from, end: start });
    from = Math.max(from, end);
  }
  if (from < length) found.push({ start: from, end: length });
  return found;
}
