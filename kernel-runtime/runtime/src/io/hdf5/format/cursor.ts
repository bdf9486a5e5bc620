import { DamagedFile } from './file-faults.js';

/** Bytes of addresses and lengths in a file, and what is to be added to addresses. */
export interface FieldSizes {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly base: number;
}

/** An address that leads nowhere. */
export const nowhere = -1;

const latin = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8');

/** Reads the fields of a structure one after the other, little endian. */
export class Cursor {
  at = 0;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly sizes: FieldSizes,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  /** An unsigned number of 0 to 8 bytes. */
  uint(bytes: number): number {
    if (bytes === 4) return this.u32();
    if (bytes === 8) {
      const at = this.#step(8);
      return checked(this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32);
    }
    const at = this.#step(bytes);
    let value = 0;
    for (let index = bytes - 1; index >= 0; index--) value = value * 256 + this.bytes[at + index]!;
    return checked(value);
  }

  length(): number {
    return this.uint(this.sizes.lengthBytes);
  }

  /** A length, or Infinity where all bits are set. */
  lengthOrUnlimited(): number {
    return this.#allSet(this.sizes.lengthBytes) ? Infinity : this.length();
  }

  /** A place in the file, or `nowhere`. */
  address(): number {
    return this.#allSet(this.sizes.offsetBytes) ? nowhere : this.uint(this.sizes.offsetBytes) + this.sizes.base;
  }

  take(bytes: number): Uint8Array {
    const at = this.#step(bytes);
    return this.bytes.subarray(at, at + bytes);
  }

  skip(bytes: number): this {
    this.#step(bytes);
    return this;
  }

  text(bytes: number): string {
    return utf8.decode(this.take(bytes));
  }

  /** Text up to a zero byte. */
  zeroEnded(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new DamagedFile('a name has no end');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  /** @throws DamagedFile when the structure does not begin with its signature. */
  expect(signature: string): this {
    const found = latin.decode(this.take(signature.length));
    if (found !== signature) throw new DamagedFile(`"${signature}" was expected at a place where it is not`);
    return this;
  }

  #allSet(bytes: number): boolean {
    for (let index = 0; index < bytes; index++) if (this.bytes[this.at + index] !== 255) return false;
    this.#step(bytes);
    return true;
  }

  #step(bytes: number): number {
    const { at } = this;
    if (bytes < 0 || at + bytes > this.bytes.length) throw new DamagedFile('a structure is shorter than its contents');
    this.at = at + bytes;
    return at;
  }
}

function checked(value: number): number {
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  throw new DamagedFile(`the number ${value} is too large for a file`);
}
