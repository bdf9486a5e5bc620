import { resolve } from 'node:path';
import type { DaisyError } from '@daisy-lab/core';
import { HeldFile } from './held-file.js';
import { checkFile, damaged, mostWholeBytes, unsupported } from './problems.js';
import { readFully } from './read-fully.js';

/** A file that is read at positions; it stays open until it is closed. */
export class FileBytes extends HeldFile {
  /** @throws DaisyError `File` when it is missing or may not be read. */
  constructor(name: string) {
    super(checked(resolve(name)));
  }

  /**
   * `length` bytes from `offset` on.
   * @throws DaisyError `File` when the file ends before them.
   */
  read(offset: number, length: number): Uint8Array {
    this.checkWithin(offset, length);
    const bytes = new Uint8Array(length);
    this.readInto(offset, bytes);
    return bytes;
  }

  /** At most `length` bytes from `offset` on: fewer at the end of the file. */
  readUpTo(offset: number, length: number): Uint8Array {
    return this.read(offset, Math.max(0, Math.min(length, this.size - offset)));
  }

  /** The whole file. */
  readAll(): Uint8Array {
    if (this.size > mostWholeBytes) {
      throw unsupported(this.path, `${(this.size / 1e9).toFixed(1)} GB are more than this format is read with`);
    }
    return this.read(0, this.size);
  }

  /** Fills `into` from `offset` on. */
  readInto(offset: number, into: Uint8Array): void {
    this.checkWithin(offset, into.length);
    readFully(this.handle, into, offset, at => this.fault(`it ends at byte ${at}, before its contents do`));
  }

  protected override fault(what: string): DaisyError {
    return damaged(this.path, what);
  }
}

function checked(path: string): string {
  checkFile(path);
  return path;
}
