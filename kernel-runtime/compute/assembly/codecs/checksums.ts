/** Fletcher's checksum as HDF5 has it: sums of big-endian words of 16 bits modulo 65535, an odd last byte as a high byte. */
export function fletcher32(from: usize, bytes: usize): u32 {
  let sum1: u32 = 0;
  let sum2: u32 = 0;
  let words = bytes >> 1;
  let s = from;
  while (words > 0) {
    let run = words < 360 ? words : 360;
    words -= run;
    do {
      sum1 += bswap<u16>(load<u16>(s));
      s += 2;
      sum2 += sum1;
    } while (--run);
    sum1 = (sum1 & 0xffff) + (sum1 >> 16);
    sum2 = (sum2 & 0xffff) + (sum2 >> 16);
  }
  if (bytes & 1) {
    sum1 += <u32>load<u8>(s) << 8;
    sum2 += sum1;
    sum1 = (sum1 & 0xffff) + (sum1 >> 16);
    sum2 = (sum2 & 0xffff) + (sum2 >> 16);
  }
  sum1 = (sum1 & 0xffff) + (sum1 >> 16);
  sum2 = (sum2 & 0xffff) + (sum2 >> 16);
  return (sum2 << 16) | sum1;
}
