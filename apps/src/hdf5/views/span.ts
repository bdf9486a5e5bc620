/** No browser scrolls reliably over more pixels than this. */
const mostPx = 8_000_000;

/** The items of a long list that a scrolled view shows. */
export interface Span {
  readonly first: number;
  readonly end: number;
  /** Length of what is scrolled over. */
  readonly sizePx: number;
  /** Where the first shown item begins. */
  readonly offsetPx: number;
}

/** Items that are seen at a place of the scroll bar; a list that is too long for pixels is scrolled in larger steps. */
export function spanOf(length: number, itemPx: number, viewPx: number, scrollPx: number): Span {
  const sizePx = Math.min(length * itemPx, mostPx);
  const visible = Math.ceil(viewPx / itemPx) + 1;
  const exact = length * itemPx <= mostPx;
  const share = Math.min(Math.max(scrollPx / Math.max(1, sizePx - viewPx), 0), 1);
  const last = Math.max(0, length - visible + 1);
  const first = exact ? Math.min(Math.max(0, Math.floor(scrollPx / itemPx)), length) : Math.round(share * last);
  return { first, end: Math.min(length, first + visible), sizePx, offsetPx: exact ? first * itemPx : scrollPx };
}

/** Place of the scroll bar that shows an item at the upper edge. */
export function scrollTo(item: number, length: number, itemPx: number, viewPx: number): number {
  const { sizePx } = spanOf(length, itemPx, viewPx, 0);
  if (length * itemPx <= mostPx) return item * itemPx;
  return (item / Math.max(1, length - Math.ceil(viewPx / itemPx))) * (sizePx - viewPx);
}
