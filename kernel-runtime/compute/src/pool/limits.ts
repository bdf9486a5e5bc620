import { availableParallelism, totalmem } from 'node:os';

/** Threads that the machine (or the container) can run at once. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** Bytes that batches in flight may take together: half of the memory, so that the data and the screen keep theirs. */
export function inFlightLimitBytes(): number {
  return machineBytes() / 2;
}

/** Bytes of workspaces that are kept for the next job. */
export function idleLimitBytes(): number {
  return machineBytes() / 8;
}

function machineBytes(): number {
  const granted = process.constrainedMemory?.() ?? 0;
  return granted > 0 ? Math.min(granted, totalmem()) : totalmem();
}
