/** Below this zoom a card shows its title and state only. */
export const detailZoom = 0.6;

/** Below this one sees the whole of a large document: ports are too small to be hit, and pictures to be recognised. */
export const overviewZoom = 0.3;

/** All cards with a little room around them, never larger than they are. */
export const fitWhole = { maxZoom: 1, padding: 0.06 } as const;
