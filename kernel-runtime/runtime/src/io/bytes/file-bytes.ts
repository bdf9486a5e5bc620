import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { checkFile, damaged, mostWholeBytes, unsupported } from './problems.js';

/** One call of the operating system moves at most so many bytes. */
const mostAtOnce = 1 << 30;

/** A file that is read at positions; it stays open until it is closed. */
export class FileBytes {
  readonly path: string;
  readonly size: number;
  #handle: number | null;
  #holders = 0;
  #closed = false;

  /** @throws DaisyError `File` when it is missing or may not be read. */
  constructor(name: string) {
    this.path = resolve(name);
    checkFile(this.path);
    this.#handle = openSync(this.path, 'r');
    this.size = fstatSync(this.#handle).size;
  }

  /**
   * `length` bytes from `offset` on.
   * @throws DaisyError `File` when the file ends before them.
   */
  read(offset: number, length: number): Uint8Array {
    this.#check(offset, length);
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
    this.#check(offset, into.length);
    for (let done = 0; done < into.length;) {
      const got = readSync(this.#open(), into, done, Math.min(mostAtOnce, into.length - done), offset + done);
      if (got === 0) throw this.#ended(offset, into.length);
      done += got;
    }
  }

  /** The open file, for threads of this process: it stays open until `release`, also when it is closed meanwhile. */
  hold(): number {
    const handle = this.#open();
    this.#holders += 1;
    return handle;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#closed) this.#letGo();
  }

  close(): void {
    this.#closed = true;
    this.#letGo();
  }

  #letGo(): void {
    if (this.#holders > 0 || this.#handle === null) return;
    closeSync(this.#handle);
    this.#handle = null;
  }

  #open(): number {
    if (this.#handle === null || this.#closed)
      throw new DaisyError('Internal', { message: `${this.path} has been closed already.` });
    return this.#handle;
  }

  #check(offset: number, length: number): void {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) throw this.#ended(offset, length);
  }

  #ended(offset: number, length: number): DaisyError {
    return damaged(this.path, `it ends at byte ${this.size}, but its contents go up to byte ${offset + length}`);
  }
}
