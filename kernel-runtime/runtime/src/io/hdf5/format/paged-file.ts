import { HeldFile } from '../../bytes/held-file.js';
import { readFully } from '../../bytes/read-fully.js';
import { DamagedFile } from './file-faults.js';

const pageBytes = 1 << 16;
const mostPages = 512;

/** A file that is read at any place, in pages that are kept: metadata lie scattered in pieces of some hundred bytes. */
export class PagedFile extends HeldFile {
  readonly #pages = new Map<number, Uint8Array>();

  /** @throws DamagedFile when the file ends before. */
  read(at: number, length: number): Uint8Array {
    this.checkWithin(at, length);
    const first = Math.floor(at / pageBytes);
    const offset = at - first * pageBytes;
    if (offset + length <= pageBytes) return this.#page(first).subarray(offset, offset + length);
    const bytes = new Uint8Array(length);
    readStored(this.handle, bytes, at);
    return bytes;
  }

  protected override fault(what: string): DamagedFile {
    return new DamagedFile(what);
  }

  protected override forget(): void {
    this.#pages.clear();
  }

  #page(index: number): Uint8Array {
    const known = this.#pages.get(index);
    if (known) return known;
    if (this.#pages.size >= mostPages) this.#pages.delete(this.#pages.keys().next().value!);
    const at = index * pageBytes;
    const page = new Uint8Array(Math.min(pageBytes, this.size - at));
    readStored(this.handle, page, at);
    this.#pages.set(index, page);
    return page;
  }
}

/** @throws DamagedFile when the file has become shorter meanwhile. */
export function readStored(handle: number, into: Uint8Array, at: number): void {
  readFully(handle, into, at, end => new DamagedFile(`it ends at byte ${end}, before its contents do`));
}
