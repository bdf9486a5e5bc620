import { lookup3 } from '../format/checksum.js';

/** An address that leads nowhere. */
export const undefinedAddress = 0xffff_ffff_ffff_ffffn;

/** Puts the fields of a structure one after the other, little endian; addresses and lengths have eight bytes. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#step(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#step(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.#step(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  u64(value: number | bigint): this {
    const at = this.#step(8);
    this.#view.setBigUint64(at, BigInt(value), true);
    return this;
  }

  /** A place in the file; null leads nowhere. */
  address(place: number | null): this {
    return this.u64(place ?? undefinedAddress);
  }

  /** A length of an axis; Infinity has all bits set. */
  size(length: number): this {
    return this.u64(length === Infinity ? undefinedAddress : length);
  }

  raw(bytes: Uint8Array): this {
    const at = this.#step(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  text(text: string): this {
    return this.raw(new TextEncoder().encode(text));
  }

  /** Zero bytes up to a length. */
  fillTo(length: number): this {
    if (length > this.#length) this.#step(length - this.#length);
    return this;
  }

  padTo8(): this {
    return this.fillTo(Math.ceil(this.#length / 8) * 8);
  }

  /** The checksum of everything so far. */
  checksum(): this {
    return this.u32(lookup3(this.bytes()));
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The place of the next bytes; there may be another buffer after it. */
  #step(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}
