/** How the axis is searched; see `ct.axis`. */
export const axisMethods = ['vo', 'correlation', 'entropy', 'negativity', 'overlap'] as const;
export type AxisMethod = (typeof axisMethods)[number];
