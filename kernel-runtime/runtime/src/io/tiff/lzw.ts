const clear = 256;
const end = 257;
const most = 4096;
const tableSize = 1 << 14;
const tableShift = 32 - 14;

/**
 * LZW of TIFF: codes of 9 to 12 bits, highest bit first, width grown one code early.
 * @throws Error when a code has no meaning
 */
export function decodeLzw(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  // where the string of each code lies in what was written already
  const starts = new Int32Array(most);
  const lengths = new Int32Array(most);
  let next = 258;
  let width = 9;
  let held = 0;
  let bits = 0;
  let to = 0;
  let lastStart = -1;
  let lastLength = 0;
  for (let at = 0; to < length;) {
    while (bits < width) {
      if (at >= bytes.length) return cutOff(to, length);
      held = ((held << 8) | bytes[at++]!) & 0xffffff;
      bits += 8;
    }
    const code = (held >> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === end) break;
    if (code === clear) {
      next = 258;
      width = 9;
      lastStart = -1;
      continue;
    }
    const start = to;
    if (code < 256) out[to++] = code;
    else if (code < next && code > end) {
      to = repeat(out, starts[code]!, lengths[code]!, to);
    } else if (code === next && lastStart >= 0) {
      to = repeat(out, lastStart, lastLength + 1, to); // the string, and its first byte again
    } else throw new Error(`LZW code ${code} before its definition`);
    if (lastStart >= 0 && next < most) {
      starts[next] = lastStart;
      lengths[next] = lastLength + 1;
      next++;
      if (next + 1 >= 1 << width && width < 12) width++;
    }
    lastStart = start;
    lastLength = (code < 256 ? start + 1 : to) - start;
  }
  return to < length ? cutOff(to, length) : out;
}

/** The source may reach into what is being written: byte by byte, forwards. */
function repeat(out: Uint8Array, from: number, count: number, to: number): number {
  const stop = Math.min(out.length, to + count);
  for (let at = to, source = from; at < stop;) out[at++] = out[source++]!;
  return stop;
}

function cutOff(have: number, wanted: number): never {
  throw new Error(`LZW data end after ${have} of ${wanted} bytes`);
}

/** The inverse of `decodeLzw`. */
export function encodeLzw(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 12) / 8) + 16 + bytes.length / 512);
  // what follows a string: an open hash table of (string, byte) to its code
  const keys = new Int32Array(tableSize).fill(-1);
  const codes = new Uint16Array(tableSize);
  let to = 0;
  let held = 0;
  let bits = 0;
  let width = 9;
  let next = 258;
  const put = (code: number): void => {
    held = (held << width) | code;
    bits += width;
    while (bits >= 8) {
      out[to++] = (held >> (bits - 8)) & 255;
      bits -= 8;
    }
    held &= (1 << bits) - 1;
  };
  put(clear);
  let string = -1;
  for (const byte of bytes) {
    if (string < 0) {
      string = byte;
      continue;
    }
    const key = (string << 8) | byte;
    let slot = (Math.imul(key, 0x9e3779b1) >>> tableShift) & (tableSize - 1);
    while (keys[slot] !== key && keys[slot] !== -1) slot = (slot + 1) & (tableSize - 1);
    if (keys[slot] === key) {
      string = codes[slot]!;
      continue;
    }
    put(string);
    keys[slot] = key;
    codes[slot] = next++;
    if (next === most - 1) {
      put(clear);
      keys.fill(-1);
      next = 258;
      width = 9;
    } else if (next >= 1 << width) width++;
    string = byte;
  }
  if (string >= 0) {
    put(string);
    next++;
    if (next >= 1 << width && width < 12) width++;
  }
  put(end);
  if (bits > 0) out[to++] = (held << (8 - bits)) & 255;
  return out.subarray(0, to);
}
