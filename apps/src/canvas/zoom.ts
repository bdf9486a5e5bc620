/** Below this zoom a card shows its title and state only. */
export const detailZoom = 0.6;

/** Below this one sees the whole of a large document: ports are too small to be hit, and pictures to be recognised. */
export const overviewZoom = 0.3;

/** Room around all cards when they are shown whole, as a share. */
export const fitPadding = 0.06;
