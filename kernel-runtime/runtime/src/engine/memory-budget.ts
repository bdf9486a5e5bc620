/** Counts the bytes of arrays that a run holds in memory. What does not fit goes to disk. */
export class MemoryBudget {
  #heldBytes = 0;
  #peakBytes = 0;

  /** @param limitBytes memory that a run may take */
  constructor(readonly limitBytes: number) {}

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  get freeBytes(): number {
    return Math.max(0, this.limitBytes - this.#heldBytes);
  }

  /** Takes the bytes when they fit, leaving `reserveBytes` for the work itself. */
  tryTake(bytes: number, reserveBytes = 0): boolean {
    if (this.#heldBytes + bytes + reserveBytes > this.limitBytes) return false;
    this.#heldBytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#heldBytes);
    return true;
  }

  give(bytes: number): void {
    this.#heldBytes = Math.max(0, this.#heldBytes - bytes);
  }
}
