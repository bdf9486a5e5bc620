import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DamagedFile } from './file-faults.js';

const pageBytes = 1 << 16;
const mostPages = 512;

/** Files that are open, least recently used first: thousands of links must not use up what the system allows. */
const open = new Set<FileBytes>();
const mostOpen = 128;

/** A file that is read at any place, in pages that are kept: metadata lie scattered in pieces of some hundred bytes. */
export class FileBytes {
  readonly size: number;
  readonly #modifiedMs: number;
  readonly #pages = new Map<number, Uint8Array>();
  #fd: number | undefined;
  #holders = 0;
  #closed = false;

  constructor(readonly path: string) {
    this.#fd = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(this.#fd);
    this.size = size;
    this.#modifiedMs = mtimeMs;
    this.#opened();
  }

  /** The open file, for this process; valid while it is held. */
  get fd(): number {
    if (this.#closed) throw new Error(`${this.path} has been closed already`);
    if (this.#fd === undefined) this.#reopen();
    return this.#fd!;
  }

  /** @throws DamagedFile when the file ends before. */
  read(at: number, length: number): Uint8Array {
    if (!(at >= 0 && length >= 0 && at + length <= this.size)) {
      throw new DamagedFile(`bytes ${at} to ${at + length} are needed, but the file ends at ${this.size}`);
    }
    const first = Math.floor(at / pageBytes);
    const offset = at - first * pageBytes;
    if (offset + length <= pageBytes) return this.#page(first).subarray(offset, offset + length);
    const bytes = new Uint8Array(length);
    readFully(this.fd, bytes, at);
    return bytes;
  }

  /** Keeps the file open until `release`, also when it is closed meanwhile. */
  hold(): number {
    const { fd } = this;
    this.#holders += 1;
    return fd;
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
    if (this.#holders > 0 || this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    this.#pages.clear();
    open.delete(this);
  }

  #reopen(): void {
    this.#fd = openSync(this.path, 'r');
    const { size, mtimeMs } = fstatSync(this.#fd);
    this.#opened();
    if (size !== this.size || mtimeMs !== this.#modifiedMs) throw new DamagedFile('the file has changed meanwhile');
  }

  #opened(): void {
    open.add(this);
    for (const other of open) {
      if (open.size <= mostOpen) return;
      if (other !== this) other.#letGo();
    }
  }

  #page(index: number): Uint8Array {
    const known = this.#pages.get(index);
    if (known) return known;
    if (this.#pages.size >= mostPages) this.#pages.delete(this.#pages.keys().next().value!);
    const at = index * pageBytes;
    const page = new Uint8Array(Math.min(pageBytes, this.size - at));
    readFully(this.fd, page, at);
    this.#pages.set(index, page);
    return page;
  }
}

/** @throws DamagedFile when the file has become shorter meanwhile. */
export function readFully(fd: number, into: Uint8Array, at: number): void {
  for (let done = 0; done < into.length;) {
    const bytes = readSync(fd, into, done, into.length - done, at + done);
    if (bytes === 0) throw new DamagedFile(`the file ends at ${at + done}, before its contents do`);
    done += bytes;
  }
}
