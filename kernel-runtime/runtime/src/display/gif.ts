/** Widest code of the format, in bits. */
const widest = 12;
const clear = 256;
const end = 257;

/** Writes an animated GIF in 256 greys, image by image, that plays for ever. @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export class GifWriter {
  readonly #parts: Uint8Array[] = [];

  /** @param frameMs time that each image is seen, in steps of 10 ms */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly frameMs: number,
  ) {
    const greys = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
    // a palette of 256 colours for all images
    this.#parts.push(ascii('GIF89a'), words(width, height), Uint8Array.of(0xf7, 0, 0), greys);
    this.#parts.push(Uint8Array.of(0x21, 0xff, 11), ascii('NETSCAPE2.0'), Uint8Array.of(3, 1, 0, 0, 0));
  }

  /** @param pixels grey levels, [y][x] */
  add(pixels: Uint8Array): void {
    const { width, height, frameMs } = this;
    this.#parts.push(Uint8Array.of(0x21, 0xf9, 4, 0), words(Math.round(frameMs / 10)), Uint8Array.of(0, 0));
    this.#parts.push(Uint8Array.of(0x2c), words(0, 0, width, height), Uint8Array.of(0, 8));
    const codes = compress(pixels);
    for (let at = 0; at < codes.length; at += 255) {
      const block = codes.subarray(at, at + 255);
      this.#parts.push(Uint8Array.of(block.length), block);
    }
    this.#parts.push(Uint8Array.of(0));
  }

  finish(): Buffer {
    return Buffer.concat([...this.#parts, Uint8Array.of(0x3b)]);
  }
}

/** LZW with codes that grow from 9 to 12 bits; the table begins anew when it is full. */
function compress(pixels: Uint8Array): Uint8Array {
  const out = new BitWriter(pixels.length + 64);
  const table = new Map<number, number>();
  let bits = 9;
  let next = end + 1;
  out.write(clear, bits);
  let prefix = pixels[0] ?? 0;
  for (let at = 1; at < pixels.length; at++) {
    const key = (prefix << 8) | pixels[at]!;
    const known = table.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    out.write(prefix, bits);
    if (next === 1 << widest) {
      out.write(clear, bits);
      table.clear();
      [bits, next] = [9, end + 1];
    } else {
      // the reader adds its entry one code later
      if (next === 1 << bits) bits++;
      table.set(key, next++);
    }
    prefix = pixels[at]!;
  }
  out.write(prefix, bits);
  out.write(end, bits);
  return out.bytes();
}

/** Codes of any width, the lowest bit first. */
class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #held = 0;
  #heldBits = 0;

  constructor(guess: number) {
    this.#bytes = new Uint8Array(guess);
  }

  write(code: number, bits: number): void {
    this.#held |= code << this.#heldBits;
    this.#heldBits += bits;
    while (this.#heldBits >= 8) this.#byte();
  }

  bytes(): Uint8Array {
    if (this.#heldBits > 0) this.#byte();
    return this.#bytes.subarray(0, this.#length);
  }

  #byte(): void {
    if (this.#length === this.#bytes.length) {
      const more = new Uint8Array(2 * this.#length);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes[this.#length++] = this.#held & 0xff;
    this.#held >>>= 8;
    this.#heldBits -= 8;
  }
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'ascii');
const words = (...values: readonly number[]): Uint8Array => Uint8Array.from(values.flatMap(v => [v & 255, v >> 8]));
