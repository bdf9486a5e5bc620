import { totalmem } from 'node:os';

/** Memory that is kept for later runs at most, and for how long: new pages cost more than many a step. */
const largestBytes = totalmem() / 16;
const keptMs = 5000;

interface Left {
  readonly place: string;
  readonly buffer: SharedArrayBuffer;
}

/** Memory that finished sections have left, for the same steps of runs soon after: bands of a volume, slices after a change. */
let left: Left[] = [];
let bytes = 0;
let timer: NodeJS.Timeout | undefined;

/** Memory that a run has left for the same place; undefined when there is none. */
export function takeLeft(place: string): SharedArrayBuffer | undefined {
  const at = left.findIndex(item => item.place === place);
  if (at < 0) return undefined;
  const [item] = left.splice(at, 1) as [Left];
  bytes -= item.buffer.byteLength;
  return item.buffer;
}

/** Keeps memory for runs that come soon, in all no more than `mostBytes`; what was left longest ago goes when it becomes too much. */
export function leave(place: string, buffer: SharedArrayBuffer, mostBytes: number): void {
  const limitBytes = Math.min(mostBytes, largestBytes);
  if (buffer.byteLength > limitBytes) return;
  left.push({ place, buffer });
  bytes += buffer.byteLength;
  while (bytes > limitBytes) bytes -= left.shift()!.buffer.byteLength;
  clearTimeout(timer);
  timer = setTimeout(() => {
    left = [];
    bytes = 0;
  }, keptMs).unref();
}
