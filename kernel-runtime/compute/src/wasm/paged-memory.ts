import { wasm } from './webassembly.js';

const pageBytes = 65536;
/** Smaller memory is not worth a mapping of its own; more than 4 GB a mapping of this kind does not hold. */
const leastBytes = 1 << 20;
const mostBytes = 65536 * pageBytes;

/**
 * Shared memory of at least so many bytes. Where it is large it begins at a page of the system, so that files can be written from it
 * without a copy.
 */
export function pagedMemory(bytes: number): SharedArrayBuffer {
  if (bytes < leastBytes || bytes > mostBytes) return new SharedArrayBuffer(bytes);
  const pages = Math.ceil(bytes / pageBytes);
  try {
    return new wasm.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
  } catch {
    // the address space for mappings is used up
    return new SharedArrayBuffer(bytes);
  }
}
