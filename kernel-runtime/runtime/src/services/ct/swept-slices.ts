import type { FrameSource } from '../viewer/frame-source.js';

/**
 * The slices of a sweep. They are large, and new memory costs a fifth of the sweep: the next one takes it. From then on a slice that is
 * looked at is made again.
 */
export class SweptSlices {
  #slices: Float32Array | null;

  /**
   * @param side width and height of a slice
   * @param slices [axis][y][x]
   * @param again makes the slice of one axis
   */
  constructor(
    private readonly axesPx: readonly number[],
    private readonly side: number,
    slices: Float32Array,
    private readonly again: (axisPx: number) => Promise<Float32Array>,
  ) {
    this.#slices = slices;
  }

  /** [y][x] of one axis. */
  slice(at: number): Float32Array | null {
    const size = this.side ** 2;
    return this.#slices?.subarray(at * size, (at + 1) * size) ?? null;
  }

  /** Gives the memory away; whoever shows the slices has to ask for them again. */
  release(): Float32Array | null {
    const slices = this.#slices;
    this.#slices = null;
    return slices;
  }

  /** Images for a viewer: frame = axis. */
  frames(): FrameSource {
    return {
      width: this.side,
      height: this.side,
      frames: this.axesPx.length,
      dtype: 'float32',
      unit: '1/pixel',
      axes: ['candidate', 'y', 'x'],
      read: async frame => this.slice(frame) ?? this.again(this.axesPx[frame]!),
    };
  }
}
