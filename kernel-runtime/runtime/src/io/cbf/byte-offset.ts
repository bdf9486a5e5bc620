/**
 * Decodes byte-offset compression of CBF (Pilatus): differences of 1, 2, 4 or 8 bytes, the lowest value of each width saying that a wider one follows.
 * @throws Error when the bytes end before `count` values
 */
export function decodeByteOffset(bytes: Uint8Array, count: number): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Int32Array(count);
  let value = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at >= bytes.length) throw new Error(`byte-offset data end after ${index} of ${count} values`);
    let delta = view.getInt8(at++);
    if (delta === -128) {
      delta = view.getInt16(at, true);
      at += 2;
      if (delta === -32768) {
        delta = view.getInt32(at, true);
        at += 4;
        if (delta === -2147483648) {
          delta = Number(view.getBigInt64(at, true));
          at += 8;
        }
      }
    }
    value += delta;
    out[index] = value;
  }
  return out;
}

/** The inverse of `decodeByteOffset`. */
export function encodeByteOffset(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 15));
  let last = 0;
  let at = 0;
  for (let index = 0; index < values.length; index++) {
    const delta = values[index]! - last;
    last = values[index]!;
    if (Math.abs(delta) <= 127) {
      view.setInt8(at++, delta);
      continue;
    }
    view.setInt8(at++, -128);
    const small = Math.abs(delta) <= 32767;
    view.setInt16(at, small ? delta : -32768, true);
    at += 2;
    if (small) continue;
    const medium = Math.abs(delta) <= 2147483647;
    view.setInt32(at, medium ? delta : -2147483648, true);
    at += 4;
    if (medium) continue;
    view.setBigInt64(at, BigInt(delta), true);
    at += 8;
  }
  return new Uint8Array(view.buffer, 0, at);
}
