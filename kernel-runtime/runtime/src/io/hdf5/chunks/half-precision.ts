let table: Float32Array | undefined;

/** The float32 of each of the 65536 numbers of half precision. */
function halves(): Float32Array {
  if (table) return table;
  table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const mantissa = bits & 1023;
    table[bits] =
      exponent === 0
        ? sign * mantissa * 2 ** -24
        : exponent === 31
          ? mantissa
            ? NaN
            : sign * Infinity
          : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  }
  return table;
}

/** Bytes of float32 from bytes of half precision, little endian. */
export function widenHalf(bytes: Uint8Array): Uint8Array {
  const values = halves();
  const wide = new Float32Array(bytes.length / 2);
  for (let index = 0; index < wide.length; index++)
    wide[index] = values[bytes[2 * index]! | (bytes[2 * index + 1]! << 8)]!;
  return new Uint8Array(wide.buffer);
}
