import { getHeapStatistics } from 'node:v8';
import { collectGarbage } from '../../host/memory-limit.js';

const growth = { whileIdle: 24 * 2 ** 20, atMost: 64 * 2 ** 20 };

/**
 * Frees what earlier cells left in the compiler's heap. Each cell makes a checker of several megabytes, and V8 by itself would let them
 * stay until the heap is four times what is used of it.
 */
export class TidyHeap {
  #livingBytes = 0;
  #next: NodeJS.Immediate | undefined;

  /** After an answer: only when much has come together, because the next question waits. */
  afterAnswer(): void {
    if (this.#grownBytes() > growth.atMost) this.#next ??= setImmediate(() => this.#collect());
  }

  /** Nothing is asked. */
  whileIdle(): void {
    if (this.#grownBytes() > growth.whileIdle) this.#collect();
  }

  #grownBytes(): number {
    return getHeapStatistics().used_heap_size - this.#livingBytes;
  }

  #collect(): void {
    this.#next = undefined;
    collectGarbage();
    this.#livingBytes = getHeapStatistics().used_heap_size;
  }
}
