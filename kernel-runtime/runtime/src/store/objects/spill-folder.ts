import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DaisyError, type ObjectDescription } from '@daisy-lab/core';
import { atExit } from '../../machine/at-exit.js';
import { bytesText } from '../results/byte-size.js';
import { removeLeftovers } from '../../engine/scratch-results.js';

const spareBytes = 64e6;
const mostPerWrite = 1 << 30;

/** Where the objects of one process go that do not fit into memory: the bytes, and beside them what they are. Gone with the process. */
export class SpillFolder {
  #folder: string | undefined;
  #leave: (() => void) | undefined;

  constructor(readonly parent: string) {}

  /**
   * Writes the bytes of an object and returns their file.
   * @throws DaisyError `Resource` when the disk has no room
   */
  async write(description: ObjectDescription, bytes: Uint8Array): Promise<string> {
    const file = join(this.#open(), `${description.id}.${description.kind === 'table' ? 'arrow' : 'bin'}`);
    const { bavail, bsize } = statfsSync(this.#open());
    if (bytes.length + spareBytes > bavail * bsize) throw noRoom(description);
    try {
      const handle = await open(file, 'wx');
      try {
        for (let at = 0; at < bytes.length;)
          at += (await handle.write(bytes, at, Math.min(mostPerWrite, bytes.length - at), at)).bytesWritten;
      } finally {
        await handle.close();
      }
      await writeFile(`${file}.json`, JSON.stringify(description));
      return file;
    } catch (cause) {
      await this.remove(file);
      throw noRoom(description, cause);
    }
  }

  /** Arrays that somebody has open stay readable. */
  async remove(file: string): Promise<void> {
    await Promise.all([rm(file, { force: true }), rm(`${file}.json`, { force: true })]).catch(() => undefined);
  }

  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#leave?.();
  }

  #open(): string {
    if (this.#folder) return this.#folder;
    const folder = join(this.parent, `${process.pid}-${randomUUID()}`);
    try {
      mkdirSync(this.parent, { recursive: true });
      removeLeftovers(this.parent);
      mkdirSync(folder, { recursive: true });
    } catch (cause) {
      throw new DaisyError('Resource', {
        message: `Objects cannot be moved to disk: ${(cause as Error).message}.`,
        action: 'Choose another folder with the variable DAISY_CACHE.',
        cause,
      });
    }
    this.#leave = atExit(() => this.close());
    return (this.#folder = folder);
  }
}

const noRoom = ({ name, id, bytes }: ObjectDescription, cause?: unknown): DaisyError =>
  new DaisyError('Resource', {
    message: `There is no room on disk for "${name || id}" (${bytesText(bytes)}).`,
    action: 'Remove objects that you no longer need, or choose another folder with the variable DAISY_CACHE.',
    ...(cause === undefined ? {} : { cause }),
  });
