import { noteDropped } from '../pool/dropped-memory.js';
import { sharedFloats } from '../pool/shared-floats.js';

/** Shared arrays of iterations that follow each other: all take the same ones in the same order, so that only the first makes memory. */
export class KeptFloats {
  private readonly arrays: Float32Array[] = [];
  private taken = 0;

  /**
   * The next array, of zeros.
   * @throws DaisyError `Resource` when there is not enough memory.
   */
  take(count: number): Float32Array {
    const at = this.taken++;
    const kept = this.arrays[at];
    if (kept && kept.length >= count) return kept.subarray(0, count).fill(0);
    return (this.arrays[at] = sharedFloats(count));
  }

  /** The arrays may be taken again, from the first on. */
  giveBack(): void {
    this.taken = 0;
  }

  /** They are used no more. */
  drop(): void {
    noteDropped(this.arrays.reduce((bytes, { byteLength }) => bytes + byteLength, 0));
    this.arrays.length = 0;
    this.taken = 0;
  }
}
