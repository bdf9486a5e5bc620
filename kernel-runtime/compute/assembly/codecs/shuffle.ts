import { even8, high16, high8, low16, low8, odd8 } from './interleave';

/**
 * Undo HDF5's shuffle: `from` holds byte 0 of all elements, then byte 1 of all elements, and so on. Bytes behind the last whole
 * element are copied.
 */
export function unshuffle(from: usize, bytes: usize, to: usize, size: usize): void {
  const count = bytes / size;
  const wide = count & ~(<usize>15);
  if (size == 2) {
    for (let i: usize = 0; i < wide; i += 16) merge2(from + i, count, to + 2 * i);
  } else if (size == 4) {
    for (let i: usize = 0; i < wide; i += 16) merge4(from + i, count, to + 4 * i);
  } else if (size == 8) {
    for (let i: usize = 0; i < wide; i += 16) merge8(from + i, count, to + 8 * i);
  }
  const done: usize = size == 2 || size == 4 || size == 8 ? wide : 0;
  for (let b: usize = 0; b < size; b++) {
    for (let i = done; i < count; i++) store<u8>(to + i * size + b, load<u8>(from + b * count + i));
  }
  const rest = count * size;
  memory.copy(to + rest, from + rest, bytes - rest);
}

/** HDF5's shuffle. */
export function shuffle(from: usize, bytes: usize, to: usize, size: usize): void {
  const count = bytes / size;
  const wide = count & ~(<usize>15);
  if (size == 2) {
    for (let i: usize = 0; i < wide; i += 16) split2(from + 2 * i, to + i, count);
  } else if (size == 4) {
    for (let i: usize = 0; i < wide; i += 16) split4(from + 4 * i, to + i, count);
  } else if (size == 8) {
    for (let i: usize = 0; i < wide; i += 16) split8(from + 8 * i, to + i, count);
  }
  const done: usize = size == 2 || size == 4 || size == 8 ? wide : 0;
  for (let b: usize = 0; b < size; b++) {
    for (let i = done; i < count; i++) store<u8>(to + b * count + i, load<u8>(from + i * size + b));
  }
  const rest = count * size;
  memory.copy(to + rest, from + rest, bytes - rest);
}

// @ts-ignore: decorator
@inline export function merge2(from: usize, stride: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + stride);
  v128.store(to, low8(a, b));
  v128.store(to + 16, high8(a, b));
}

// @ts-ignore: decorator
@inline export function merge4(from: usize, stride: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + stride);
  const c = v128.load(from + 2 * stride), d = v128.load(from + 3 * stride);
  const ab = low8(a, b), AB = high8(a, b), cd = low8(c, d), CD = high8(c, d);
  v128.store(to, low16(ab, cd));
  v128.store(to + 16, high16(ab, cd));
  v128.store(to + 32, low16(AB, CD));
  v128.store(to + 48, high16(AB, CD));
}

/** Sixteen elements of eight bytes: halves of four bytes are merged as above and then put side by side. */
// @ts-ignore: decorator
@inline export function merge8(from: usize, stride: usize, to: usize): void {
  const low = memory.data(64, 16), high = memory.data(64, 16);
  merge4(from, stride, low);
  merge4(from + 4 * stride, stride, high);
  for (let i: usize = 0; i < 64; i += 16) {
    const a = v128.load(low + i), b = v128.load(high + i);
    v128.store(to + 2 * i, i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23));
    v128.store(to + 2 * i + 16, i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31));
  }
}

// @ts-ignore: decorator
@inline export function split2(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from), b = v128.load(from + 16);
  v128.store(to, even8(a, b));
  v128.store(to + stride, odd8(a, b));
}

// @ts-ignore: decorator
@inline export function split4(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from), b = v128.load(from + 16), c = v128.load(from + 32), d = v128.load(from + 48);
  const even0 = even8(a, b), even1 = even8(c, d), odd0 = odd8(a, b), odd1 = odd8(c, d);
  v128.store(to, even8(even0, even1));
  v128.store(to + stride, even8(odd0, odd1));
  v128.store(to + 2 * stride, odd8(even0, even1));
  v128.store(to + 3 * stride, odd8(odd0, odd1));
}

/** Sixteen elements of eight bytes: first their halves of four bytes, then the bytes of each half. */
// @ts-ignore: decorator
@inline export function split8(from: usize, to: usize, stride: usize): void {
  const low = memory.data(64, 16), high = memory.data(64, 16);
  for (let i: usize = 0; i < 64; i += 16) {
    const a = v128.load(from + 2 * i), b = v128.load(from + 2 * i + 16);
    v128.store(low + i, i8x16.shuffle(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27));
    v128.store(high + i, i8x16.shuffle(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
  }
  split4(low, to, stride);
  split4(high, to + 4 * stride, stride);
}
