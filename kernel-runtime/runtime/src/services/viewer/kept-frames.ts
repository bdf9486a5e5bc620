import { dtypeOf } from '@daisy-lab/core';
import { SharedWork } from '../shared-work.js';
import type { FrameSource, Pixels } from './frame-source.js';

interface Wish {
  /** Of the viewer. */
  readonly key: string;
  readonly source: FrameSource;
  readonly frame: number;
  readonly signal: AbortSignal | undefined;
}

interface Kept {
  readonly pixels: SharedWork<Pixels>;
  bytes: number;
  /** No longer among those that are kept. */
  gone: boolean;
  /** Those who look at it right now. */
  users: number;
  /** The memory is nobody else's: it may take another image. */
  own: boolean;
}

/**
 * The images that were looked at last. A drag reads many images of one size: the memory of one that is let go takes the next, because new
 * memory costs as much as the reading.
 */
export class KeptFrames {
  readonly #kept = new Map<string, Kept>();
  #spare: Pixels[] = [];

  /**
   * @param mostKept bytes of images
   * @param mostSpare bytes of memory for the images to come
   */
  constructor(
    private readonly mostKept = 256 * 1024 * 1024,
    private readonly mostSpare = 64 * 1024 * 1024,
  ) {}

  /**
   * Hands the pixels of an image to `use`, which must not keep them.
   *
   * @param key of the viewer
   */
  look<T>(
    key: string,
    source: FrameSource,
    frame: number,
    signal: AbortSignal | undefined,
    use: (pixels: Pixels) => T,
  ): Promise<T> {
    return this.#hand({ key, source, frame, signal }, use, false);
  }

  /** The pixels of an image, for as long as somebody wants them. */
  frame(key: string, source: FrameSource, frame: number, signal: AbortSignal | undefined): Promise<Pixels> {
    return this.#hand({ key, source, frame, signal }, pixels => pixels, true);
  }

  /** Lets go all images of a viewer. */
  forget(key: string): void {
    for (const name of [...this.#kept.keys()]) if (name.startsWith(`${key} `)) this.#drop(name);
  }

  async #hand<T>(wish: Wish, use: (pixels: Pixels) => T, stays: boolean): Promise<T> {
    const kept = this.#keep(wish);
    if (stays) kept.own = false;
    kept.users++;
    try {
      return use(await kept.pixels.result(wish.signal));
    } finally {
      kept.users--;
      this.#recycle(kept);
      this.#shrink();
    }
  }

  #keep({ key, source, frame }: Wish): Kept {
    const name = `${key} ${frame}`;
    let kept = this.#kept.get(name);
    this.#kept.delete(name);
    if (!kept || kept.pixels.isStopped) {
      const pixels = new SharedWork(
        signal => source.readInto?.(frame, this.#takeSpare(source), signal) ?? source.read(frame, signal),
      );
      kept = { pixels, bytes: 0, gone: false, users: 0, own: source.readInto !== undefined };
      void this.#note(name, kept);
    }
    this.#kept.set(name, kept);
    return kept;
  }

  async #note(name: string, kept: Kept): Promise<void> {
    try {
      kept.bytes = (await kept.pixels.settled).byteLength;
    } catch {
      if (this.#kept.get(name) === kept) this.#drop(name);
    }
  }

  #shrink(): void {
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [name, kept] of this.#kept) {
      if (bytes <= this.mostKept || this.#kept.size <= 1) return;
      bytes -= kept.bytes;
      this.#drop(name);
    }
  }

  #drop(name: string): void {
    const kept = this.#kept.get(name);
    this.#kept.delete(name);
    if (!kept) return;
    kept.gone = true;
    this.#recycle(kept);
  }

  #recycle(kept: Kept): void {
    if (!kept.gone || !kept.own || kept.users > 0 || kept.bytes === 0) return;
    kept.own = false;
    void kept.pixels.settled.then(pixels => {
      this.#spare.unshift(pixels);
      let bytes = 0;
      this.#spare = this.#spare.filter(spare => (bytes += spare.byteLength) <= this.mostSpare);
    });
  }

  #takeSpare({ dtype, width, height }: FrameSource): Pixels | undefined {
    const at = this.#spare.findIndex(spare => dtypeOf(spare) === dtype && spare.length === width * height);
    return at < 0 ? undefined : this.#spare.splice(at, 1)[0];
  }
}
