import { closeSync, fstatSync, openSync } from 'node:fs';

/** Files that are open, first opened first: thousands of links or images must not use up what the system allows. */
const open = new Set<HeldFile>();
const mostOpen = 128;

/** A file that is open while it is used; it is opened again when others needed its place meanwhile. */
export abstract class HeldFile {
  readonly size: number;
  readonly #modifiedMs: number;
  #handle: number | null;
  #holders = 0;
  #closed = false;

  constructor(readonly path: string) {
    this.#handle = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(this.#handle);
    this.size = size;
    this.#modifiedMs = mtimeMs;
    this.#opened();
  }

  /** What is thrown when the file is not what it was, or not what it says. */
  protected abstract fault(what: string): Error;

  /** Lets go of what is remembered of the contents. */
  protected forget(): void {}

  /** The open file, for this moment. */
  get handle(): number {
    if (this.#closed) throw new Error(`${this.path} has been closed already`);
    return this.#handle ?? this.#reopen();
  }

  /** The open file, for threads of this process: it stays open until `release`, also when it is closed meanwhile. */
  hold(): number {
    const { handle } = this;
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

  /** @throws `fault` when the file ends before. */
  protected checkWithin(at: number, length: number): void {
    if (!(at >= 0 && length >= 0 && at + length <= this.size)) {
      throw this.fault(`it ends at byte ${this.size}, but its contents go up to byte ${at + length}`);
    }
  }

  #reopen(): number {
    this.#handle = openSync(this.path, 'r');
    const { size, mtimeMs } = fstatSync(this.#handle);
    this.#opened();
    if (size !== this.size || mtimeMs !== this.#modifiedMs) throw this.fault('it has changed meanwhile');
    return this.#handle;
  }

  #opened(): void {
    open.add(this);
    for (const other of open) {
      if (open.size <= mostOpen) return;
      if (other !== this) other.#letGo();
    }
  }

  #letGo(): void {
    if (this.#holders > 0 || this.#handle === null) return;
    closeSync(this.#handle);
    this.#handle = null;
    this.forget();
    open.delete(this);
  }
}
