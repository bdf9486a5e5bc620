/** The polynomial of CRC-32, bits reversed. */
const polynomial = 0xedb88320;

/** x^(2^n) modulo the polynomial, n = 0..31. */
const powers = new Uint32Array(32);
powers[0] = 0x40000000;
for (let n = 1; n < powers.length; n++) powers[n] = multiply(powers[n - 1]!, powers[n - 1]!);

/**
 * CRC-32 of two stretches of bytes one after the other, from that of each and the length of the second. As in zlib's crc32_combine: the
 * first is multiplied by x^(8 bytes) modulo the polynomial.
 */
export function combineCrc32(first: number, second: number, secondBytes: number): number {
  let factor = 0x80000000;
  let at = 3;
  for (let left = secondBytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) factor = multiply(powers[at % 32]!, factor);
    at++;
  }
  return (multiply(factor, first) ^ second) >>> 0;
}

/** Product of two polynomials modulo that of CRC-32; the highest bit is x^0. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ polynomial : shifted >>> 1;
  }
  return product >>> 0;
}
