import { basename, extname, resolve } from 'node:path';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import { readPart } from '../../read-part.js';
import { filesOf, isPattern } from '../../stack/numbered-files.js';
import { imageOf, type OpenImage } from '../../stack/stack-source.js';
import { LiveFeed } from '../live-feed.js';
import type { FollowOptions, LiveSource } from '../live-source.js';
import { Looks } from './looks.js';
import { SettledFiles } from './settled-files.js';
import { forbidden } from '../../bytes/problems.js';

const defaultLookMs = 200;
/** A file that rests, but cannot be read, is given up after so many looks. */
const mostTries = 20;

/**
 * Follows a folder (or a pattern of names in it) into which images are written one by one. Files are taken in the order of their numbers
 * when they rest and read well; of those that are there, none overtakes another. The number of a frame is that in the name of its file.
 */
export function followFolder(
  where: string,
  isImage: (file: string) => boolean,
  open: OpenImage,
  options: FollowOptions,
): LiveSource {
  const path = resolve(where);
  const feed = new LiveFeed(path, options);
  const list = (): readonly string[] => filesOf(path, isImage);
  void new FolderFollower(path, list, open, feed, options).run();
  return feed;
}

class FolderFollower {
  readonly #path: string;
  readonly #list: () => readonly string[];
  readonly #open: OpenImage;
  readonly #feed: LiveFeed;
  readonly #options: FollowOptions;
  readonly #settled = new SettledFiles();
  readonly #taken = new Set<string>();
  readonly #tries = new Map<string, number>();

  constructor(path: string, list: () => readonly string[], open: OpenImage, feed: LiveFeed, options: FollowOptions) {
    this.#path = path;
    this.#list = list;
    this.#open = open;
    this.#feed = feed;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { lookMs = defaultLookMs, idleMs = Infinity, onlyNew = false } = this.#options;
    const looks = new Looks(isPattern(this.#path) ? resolve(this.#path, '..') : this.#path, lookMs);
    this.#feed.onClose(() => looks.close());
    try {
      if (onlyNew) for (const file of this.#list()) this.#taken.add(file);
      this.#feed.begin(basename(this.#path), null, {}, null);
      let lastMs = performance.now();
      while (!this.#feed.closed) {
        if (await this.#look()) lastMs = performance.now();
        if (performance.now() - lastMs > idleMs) break;
        await looks.next();
      }
      if (!this.#feed.closed) this.#feed.finish();
    } catch (thrown) {
      this.#feed.fail(thrown instanceof DaisyError ? thrown : unreadable(this.#path, thrown));
    }
  }

  /** Takes what is ready, up to the first file that is still being written. @returns whether there was any */
  async #look(): Promise<boolean> {
    let any = false;
    for (const [index, file] of this.#list().entries()) {
      if (this.#taken.has(file)) continue;
      const settled = this.#settled.settled(file);
      if (settled === null) continue;
      if (!settled || this.#feed.closed) return any;
      const images = await this.#read(file);
      if (images === 'later') return any;
      this.#taken.add(file);
      any = true;
      if (images) await this.#give(file, index, images);
    }
    return any;
  }

  async #give(file: string, index: number, image: NdArray): Promise<void> {
    const [, digits] = /(\d+)\D*$/.exec(basename(file, extname(file))) ?? [];
    await this.#feed.frame({
      series: basename(this.#path),
      number: digits === undefined ? index : Number(digits),
      attributes: { file },
      unpack: () => ({ image }),
    });
  }

  /** The image of a file; null when it is given up. */
  async #read(file: string): Promise<NdArray | null | 'later'> {
    try {
      const source = this.#open(file);
      try {
        return await readPart(source, imageOf(source).path);
      } finally {
        source.close();
      }
    } catch (thrown) {
      const tries = (this.#tries.get(file) ?? 0) + 1;
      this.#tries.set(file, tries);
      if (tries < mostTries) return 'later';
      this.#feed.problem(thrown instanceof Error ? thrown.message : String(thrown));
      return null;
    }
  }
}

function unreadable(path: string, cause: unknown): DaisyError {
  const facts = { message: `${path} cannot be followed.`, action: 'Check its name.', path, cause };
  return forbidden(path, cause) ?? new DaisyError('File', facts);
}
