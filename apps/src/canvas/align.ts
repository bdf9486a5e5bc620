import type { Place } from './places.js';

/** A card with its size, pixels. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Alignment = 'left' | 'top' | 'columns' | 'rows';

/**
 * New places of cards: with equal left or upper edges, or spread evenly from the first to the last (`columns` sideways, `rows` downwards).
 */
export function aligned(boxes: readonly Box[], how: Alignment): Readonly<Record<string, Place>> {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  if (how === 'left') return placesOf(boxes, ({ y }) => [left, y]);
  if (how === 'top') return placesOf(boxes, ({ x }) => [x, top]);
  const along = how === 'columns' ? 'x' : 'y';
  const size = how === 'columns' ? 'width' : 'height';
  const sorted = [...boxes].sort((a, b) => a[along] - b[along]);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const span = last[along] + last[size] - first[along];
  const gap = (span - sorted.reduce((sum, box) => sum + box[size], 0)) / Math.max(1, sorted.length - 1);
  let at = first[along];
  return placesOf(sorted, box => {
    const place: Place = along === 'x' ? [at, box.y] : [box.x, at];
    at += box[size] + gap;
    return place;
  });
}

function placesOf(boxes: readonly Box[], place: (box: Box) => Place): Readonly<Record<string, Place>> {
  return Object.fromEntries(boxes.map(box => [box.id, place(box)])) as Record<string, Place>;
}
