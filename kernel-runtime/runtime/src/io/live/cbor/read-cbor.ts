import { DaisyError } from '@daisy-lab/core';
import { Tagged, type CborValue } from './cbor-value.js';

const mostDepth = 32;
const mostItems = 1_000_000;
const breakByte = 0xff;
const selfDescribed = 55799;

/**
 * Reads one CBOR item. Nothing in a message makes it allocate more than the message has, or call anything by name.
 * @throws DaisyError `Data` for anything that is not one whole item.
 */
export function readCbor(bytes: Uint8Array): CborValue {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.left > 0) throw damaged(`${reader.left} bytes follow the message`);
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #items = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  item(depth: number): CborValue {
    if (depth > mostDepth) throw damaged('it is nested too deeply');
    if (++this.#items > mostItems) throw damaged(`it has more than ${mostItems} items`);
    const head = this.#byte();
    const major = head >> 5;
    const info = head & 31;
    switch (major) {
      case 0:
        return this.#unsigned(info);
      case 1:
        return negative(this.#unsigned(info));
      case 2:
        return info === 31 ? joined(this.#pieces(2)) : this.#take(this.#length(info));
      case 3:
        return text(info === 31 ? joined(this.#pieces(3)) : this.#take(this.#length(info)));
      case 4:
        return this.#list(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6: {
        const tag = this.#length(info);
        const value = this.item(depth + 1);
        return tag === selfDescribed ? value : new Tagged(tag, value);
      }
      default:
        return this.#simple(info);
    }
  }

  #list(info: number, depth: number): readonly CborValue[] {
    const list: CborValue[] = [];
    if (info === 31) while (!this.#atBreak()) list.push(this.item(depth + 1));
    else for (let count = this.#count(info, 1); count > 0; count--) list.push(this.item(depth + 1));
    return list;
  }

  #map(info: number, depth: number): ReadonlyMap<string, CborValue> {
    const map = new Map<string, CborValue>();
    const entry = (): void => {
      const key = this.item(depth + 1);
      if (typeof key !== 'string' && typeof key !== 'number') throw damaged('the key of a map is no text');
      map.set(String(key), this.item(depth + 1));
    };
    if (info === 31) while (!this.#atBreak()) entry();
    else for (let count = this.#count(info, 2); count > 0; count--) entry();
    return map;
  }

  /** Pieces of a string without a length of its own. */
  #pieces(major: number): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    while (!this.#atBreak()) {
      const head = this.#byte();
      if (head >> 5 !== major || (head & 31) === 31) throw damaged('a string is made of something else');
      if (++this.#items > mostItems) throw damaged(`it has more than ${mostItems} items`);
      pieces.push(this.#take(this.#length(head & 31)));
    }
    return pieces;
  }

  #simple(info: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info === 24) return this.#byte() < 32 ? this.#bad() : undefined;
    if (info === 25) return half(this.#moved(2, at => this.#view.getUint16(at)));
    if (info === 26) return this.#moved(4, at => this.#view.getFloat32(at));
    if (info === 27) return this.#moved(8, at => this.#view.getFloat64(at));
    return this.#bad();
  }

  #unsigned(info: number): number | bigint {
    if (info < 24) return info;
    if (info === 24) return this.#byte();
    if (info === 25) return this.#moved(2, at => this.#view.getUint16(at));
    if (info === 26) return this.#moved(4, at => this.#view.getUint32(at));
    if (info !== 27) return this.#bad();
    const value = this.#moved(8, at => this.#view.getBigUint64(at));
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  #length(info: number): number {
    const value = this.#unsigned(info);
    if (typeof value === 'number') return value;
    throw damaged(`a length of ${value}`);
  }

  /** A number of items, each of which takes at least so many bytes. */
  #count(info: number, leastBytes: number): number {
    const count = this.#length(info);
    if (count * leastBytes > this.left) throw damaged(`${count} items are claimed where ${this.left} bytes are left`);
    return count;
  }

  #take(length: number): Uint8Array {
    if (length > this.left) throw damaged(`${length} bytes are claimed where ${this.left} are left`);
    return this.#moved(length, at => this.#bytes.subarray(at, at + length));
  }

  #byte(): number {
    return this.#moved(1, at => this.#bytes[at]!);
  }

  #atBreak(): boolean {
    if (this.left > 0 && this.#bytes[this.#at] !== breakByte) return false;
    this.#byte();
    return true;
  }

  #moved<T>(length: number, read: (at: number) => T): T {
    if (length > this.left) throw damaged('it ends within an item');
    const value = read(this.#at);
    this.#at += length;
    return value;
  }

  #bad(): never {
    throw damaged(`byte ${this.#at - 1} begins nothing`);
  }
}

function negative(value: number | bigint): number | bigint {
  return typeof value === 'number' ? -1 - value : -1n - value;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : new Uint8Array(Buffer.concat(pieces));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

function damaged(why: string): DaisyError {
  return new DaisyError('Data', { message: `A message is no CBOR: ${why}.` });
}
