import { randomUUID } from 'node:crypto';
import { DaisyError, type ViewerInfo } from '@daisy-lab/core';
import { flawsOf } from './flaws.js';
import type { FrameSource, Pixels } from './frame-source.js';
import { KeptFrames } from './kept-frames.js';
import { LargeFrames, type LargeLimits, type PartedSource } from './large-frames.js';

interface Viewer {
  readonly source: FrameSource;
  readonly version: number;
}

/** The open viewers and the images that they showed last. */
export class Viewers {
  readonly #viewers = new Map<string, Viewer>();
  readonly #kept = new KeptFrames();
  readonly #large: LargeFrames;

  constructor(limits?: LargeLimits) {
    this.#large = new LargeFrames(limits);
  }

  open(source: FrameSource): ViewerInfo {
    const handle = randomUUID();
    this.#viewers.set(handle, { source, version: 1 });
    return this.info(handle);
  }

  /** Gives a viewer new content; its handle stays, its version grows. */
  replace(handle: string, source: FrameSource): ViewerInfo {
    const { version } = this.#viewer(handle);
    this.#viewers.set(handle, { source, version: version + 1 });
    this.#forget(handle);
    return this.info(handle);
  }

  info(handle: string): ViewerInfo {
    const { source, version } = this.#viewer(handle);
    const { width, height, frames, dtype, unit, axes } = source;
    const flaws = this.#large.isLarge(source) ? [] : flawsOf(source);
    return { handle, width, height, frames, dtype, unit, axes, version, flaws };
  }

  /**
   * The pixels of an image, from those that are kept when it was looked at lately.
   * @throws DaisyError `Input` for a closed viewer or an image that does not exist.
   */
  async frame(handle: string, frame: number, signal?: AbortSignal): Promise<Pixels> {
    return this.#kept.frame(handle, this.#sourceOf(handle, frame), frame, signal);
  }

  /** The same for as long as `use` works: what must not outlive it may be overwritten by the next image. */
  async look<T>(
    handle: string,
    frame: number,
    signal: AbortSignal | undefined,
    use: (pixels: Pixels) => T,
  ): Promise<T> {
    const looked = await this.#kept.look(handle, this.#sourceOf(handle, frame), frame, signal, use);
    if (!this.#viewers.has(handle)) this.#kept.forget(handle);
    return looked;
  }

  /**
   * How to look at an image that is too large to be held; null for ordinary ones.
   * @throws DaisyError `Input` for a closed viewer or an image that does not exist.
   */
  large(handle: string, frame: number): { readonly large: LargeFrames; readonly source: PartedSource } | null {
    const source = this.#sourceOf(handle, frame);
    return this.#large.isLarge(source) ? { large: this.#large, source } : null;
  }

  /** What a viewer looks at. */
  source(handle: string): FrameSource {
    return this.#viewer(handle).source;
  }

  close(handle: string): void {
    this.#viewers.delete(handle);
    this.#forget(handle);
  }

  closeAll(): void {
    for (const handle of [...this.#viewers.keys()]) this.close(handle);
  }

  #forget(handle: string): void {
    this.#kept.forget(handle);
    this.#large.forget(handle);
  }

  #sourceOf(handle: string, frame: number): FrameSource {
    const { source } = this.#viewer(handle);
    if (Number.isInteger(frame) && frame >= 0 && frame < source.frames) return source;
    throw new DaisyError('Input', {
      message: `There is no image ${frame}.`,
      action: `Choose one from 0 to ${source.frames - 1}.`,
    });
  }

  #viewer(handle: string): Viewer {
    const viewer = this.#viewers.get(handle);
    if (viewer) return viewer;
    throw new DaisyError('Input', { message: 'This image is no longer open.', action: 'Open it again.', handle });
  }
}
