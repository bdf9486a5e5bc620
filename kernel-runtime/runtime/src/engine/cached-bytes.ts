/**
 * Bytes of a piece with all that it becomes on its way through a section, inputs and outputs of each step: what lies between two steps
 * counts twice. With as much it still stays in the large cache of a processor, and has enough work for the cost of a call.
 */
export const cachedBytes = 16 << 20;
