import { randomUUID } from 'node:crypto';
import { DaisyError, isAbort, type ViewerInfo } from '@daisy-lab/core';
import type { FrameSource, Pixels } from './frame-source.js';

/** Pixels kept of the images looked at last, in bytes. */
const cacheBytes = 256 * 1024 * 1024;

interface Viewer {
  readonly source: FrameSource;
  readonly version: number;
}

/** The open viewers and the images that they showed last. */
export class Viewers {
  readonly #viewers = new Map<string, Viewer>();
  readonly #cache = new Map<string, Promise<Pixels>>();
  readonly #sizes = new Map<string, number>();

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
    return { handle, width, height, frames, dtype, unit, axes, version };
  }

  /**
   * The pixels of an image, from the cache when it was looked at lately.
   * @throws DaisyError `Input` for a closed viewer or an image that does not exist.
   */
  async frame(handle: string, frame: number, signal?: AbortSignal): Promise<Pixels> {
    const { source } = this.#viewer(handle);
    if (!Number.isInteger(frame) || frame < 0 || frame >= source.frames) {
      throw new DaisyError('Input', {
        message: `There is no image ${frame}.`,
        action: `Choose one from 0 to ${source.frames - 1}.`,
      });
    }
    const key = `${handle} ${frame}`;
    const pixels = this.#cache.get(key) ?? source.read(frame, signal);
    this.#cache.delete(key);
    this.#cache.set(key, pixels);
    try {
      this.#sizes.set(key, (await pixels).byteLength);
    } catch (thrown) {
      this.#drop(key);
      // another request started this reading and was cancelled; this one was not
      if (isAbort(thrown) && signal?.aborted === false) return this.frame(handle, frame, signal);
      throw thrown;
    }
    if (!this.#viewers.has(handle)) this.#drop(key);
    this.#shrink();
    return pixels;
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

  #viewer(handle: string): Viewer {
    const viewer = this.#viewers.get(handle);
    if (viewer) return viewer;
    throw new DaisyError('Input', { message: 'This image is no longer open.', action: 'Open it again.', handle });
  }

  #forget(handle: string): void {
    for (const key of [...this.#cache.keys()]) if (key.startsWith(`${handle} `)) this.#drop(key);
  }

  #shrink(): void {
    let bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const key of [...this.#cache.keys()]) {
      if (bytes <= cacheBytes || this.#cache.size <= 1) return;
      bytes -= this.#sizes.get(key) ?? 0;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#cache.delete(key);
    this.#sizes.delete(key);
  }
}
