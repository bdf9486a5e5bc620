import { Tagged, type CborValue } from './cbor-value.js';

/** Writes one CBOR item (RFC 8949), lengths before contents, numbers as short as they can be without loss. */
export function writeCbor(value: CborValue): Uint8Array {
  const pieces: Uint8Array[] = [];
  put(value, pieces);
  return Buffer.concat(pieces);
}

function put(value: CborValue, out: Uint8Array[]): void {
  if (typeof value === 'number') putNumber(value, out);
  else if (typeof value === 'bigint') out.push(value < 0n ? head(1, -1n - value) : head(0, value));
  else if (typeof value === 'string') {
    const bytes = new TextEncoder().encode(value);
    out.push(head(3, bytes.length), bytes);
  } else if (typeof value === 'boolean') out.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  else if (value === null) out.push(Uint8Array.of(0xf6));
  else if (value === undefined) out.push(Uint8Array.of(0xf7));
  else if (value instanceof Uint8Array) out.push(head(2, value.length), value);
  else if (value instanceof Tagged) {
    out.push(head(6, value.tag));
    put(value.value, out);
  } else if (value instanceof Map) {
    out.push(head(5, value.size));
    for (const [key, entry] of value as ReadonlyMap<string, CborValue>) {
      put(key, out);
      put(entry, out);
    }
  } else {
    const list = value as readonly CborValue[];
    out.push(head(4, list.length));
    for (const entry of list) put(entry, out);
  }
}

function putNumber(value: number, out: Uint8Array[]): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    out.push(value < 0 ? head(1, -1 - value) : head(0, value));
    return;
  }
  const bytes = new Uint8Array(9);
  bytes[0] = 0xfb;
  new DataView(bytes.buffer).setFloat64(1, value);
  out.push(bytes);
}

function head(major: number, value: number | bigint): Uint8Array {
  const first = major << 5;
  if (value < 24) return Uint8Array.of(first | Number(value));
  const [info, width] = value < 0x100 ? [24, 1] : value < 0x10000 ? [25, 2] : value < 0x1_0000_0000 ? [26, 4] : [27, 8];
  const bytes = new Uint8Array(1 + width);
  bytes[0] = first | info;
  for (let at = width, left = BigInt(value); at > 0; at--, left >>= 8n) bytes[at] = Number(left & 255n);
  return bytes;
}
