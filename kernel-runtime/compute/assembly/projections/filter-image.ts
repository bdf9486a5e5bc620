// A real image times an even real filter in Fourier space. Both transforms use exponent +i: twice it gives the image mirrored at
// the origin, which reading backwards undoes.
import { fft } from '../fft';
import { add, lower, mul, POINT, POINT_SHIFT, sub, upper } from '../lanes';

/** Four points, lanes = rows, to four points, lanes = frequencies (re or im part). */
// @ts-ignore: decorator
@inline function turn(a: v128, b: v128, c: v128, d: v128, out: usize): void {
  const ac0 = lower(a, c), ac1 = upper(a, c), bd0 = lower(b, d), bd1 = upper(b, d);
  v128.store(out, lower(ac0, bd0));
  v128.store(out + POINT, upper(ac0, bd0));
  v128.store(out + 2 * POINT, lower(ac1, bd1));
  v128.store(out + 3 * POINT, upper(ac1, bd1));
}

/** Spectrum point `k` of the two rows of each lane: their transforms were added as A + iB. */
// @ts-ignore: decorator
@inline function partRe(z: usize, k: i32, n: i32, second: bool): v128 {
  const a = z + (<usize>k << POINT_SHIFT), b = z + (<usize>(k == 0 ? 0 : n - k) << POINT_SHIFT), h = f32x4.splat(0.5);
  return second ? mul(h, add(v128.load(a, 16), v128.load(b, 16))) : mul(h, add(v128.load(a), v128.load(b)));
}
// @ts-ignore: decorator
@inline function partIm(z: usize, k: i32, n: i32, second: bool): v128 {
  const a = z + (<usize>k << POINT_SHIFT), b = z + (<usize>(k == 0 ? 0 : n - k) << POINT_SHIFT), h = f32x4.splat(0.5);
  return second ? mul(h, sub(v128.load(b), v128.load(a))) : mul(h, sub(v128.load(a, 16), v128.load(b, 16)));
}

/**
 * Eight rows of `n` samples at `rows` (rows `n` floats apart) to their half spectra: `spectrum` is [block of 4 frequencies][row],
 * blocks `blockStride` bytes apart, and points at the first of the eight rows.
 */
export function spectrumOfRows(plan: usize, rows: usize, n: i32, spectrum: usize, blockStride: usize, work: usize): void {
  const bytes = <usize>n << POINT_SHIFT, z = work, a = z + bytes + 256, b = a + bytes + 256;
  pack(rows, n, z);
  fft(plan, z, z, a, b, false, 0, false);
  const half = n / 2;
  for (let k = 0; k <= half; k += 4, spectrum += blockStride) {
    // beyond the middle the block holds mirrored frequencies that nobody reads
    const k1 = min(k + 1, half), k2 = min(k + 2, half), k3 = min(k + 3, half);
    turn(partRe(z, k, n, false), partRe(z, k1, n, false), partRe(z, k2, n, false), partRe(z, k3, n, false), spectrum);
    turn(partIm(z, k, n, false), partIm(z, k1, n, false), partIm(z, k2, n, false), partIm(z, k3, n, false), spectrum + 16);
    const next = spectrum + 4 * POINT;
    turn(partRe(z, k, n, true), partRe(z, k1, n, true), partRe(z, k2, n, true), partRe(z, k3, n, true), next);
    turn(partIm(z, k, n, true), partIm(z, k1, n, true), partIm(z, k2, n, true), partIm(z, k3, n, true), next + 16);
  }
}

// @ts-ignore: decorator
@inline function packFour(rows: usize, stride: usize, out: usize): void {
  const a = v128.load(rows), b = v128.load(rows + stride), c = v128.load(rows + 2 * stride), d = v128.load(rows + 3 * stride);
  turn(a, b, c, d, out);
}

/** Row l becomes the real and row l + 4 the imaginary part of lane l. */
function pack(rows: usize, n: i32, z: usize): void {
  const stride = <usize>n << 2;
  for (let i = 0; i < n; i += 4, rows += 16, z += 4 * POINT) {
    packFour(rows, stride, z);
    packFour(rows + 4 * stride, stride, z + 16);
  }
}

/**
 * Columns: transform, times `scale / (1 + columnTerm + rowTerm)`, transform; blocks `first` .. `end - 1`. `columnTerms` has four
 * floats per block, `rowTerms` one per row frequency. With `mirrorColumns` and `mirrorRows` (else 0) the factor is the mean with the one
 * of these terms.
 */
export function imageColumns(
  plan: usize, spectrum: usize, blockStride: usize, m: i32, columnTerms: usize, rowTerms: usize, scale: f32,
  mirrorColumns: usize, mirrorRows: usize,
  first: i32, end: i32, work: usize,
): void {
  const bytes = <usize>m << POINT_SHIFT, a = work, b = a + bytes + 256, top = f32x4.splat(scale);
  for (let block = first; block < end; block++) {
    const at = spectrum + blockStride * block;
    fft(plan, at, at, a, b, false, 0, false);
    const one = add(f32x4.splat(1), v128.load(columnTerms + (<usize>block << 4)));
    const mirrorOne = mirrorColumns ? add(f32x4.splat(1), v128.load(mirrorColumns + (<usize>block << 4))) : one;
    for (let p = at, r = rowTerms; p < at + bytes; p += POINT, r += 4) {
      let h = f32x4.div(top, add(one, v128.load_splat<f32>(r)));
      if (mirrorColumns) {
        const other = f32x4.div(top, add(mirrorOne, v128.load_splat<f32>(mirrorRows + (r - rowTerms))));
        h = mul(f32x4.splat(0.5), add(h, other));
      }
      v128.store(p, mul(h, v128.load(p)));
      v128.store(p, mul(h, v128.load(p, 16)), 16);
    }
    fft(plan, at, at, a, b, false, 0, false);
  }
}

/** Both halves of the spectrum of A + iB, backwards, so that a transform with exponent +i is the inverse. */
// @ts-ignore: decorator
@inline function join(z: usize, k: i32, n: i32, ar: v128, ai: v128, br: v128, bi: v128): void {
  const back = z + (<usize>(k == 0 ? 0 : n - k) << POINT_SHIFT), here = z + (<usize>k << POINT_SHIFT);
  v128.store(here, add(ar, bi));
  v128.store(here, sub(br, ai), 16);
  v128.store(back, sub(ar, bi));
  v128.store(back, add(ai, br), 16);
}

/**
 * The inverse of `spectrumOfRows`, after `imageColumns`. The columns run backwards then: entry y of the spectrum is row m - y of
 * the image (row 0 stays), and the caller puts the eight rows where they belong.
 */
export function imageRows(plan: usize, spectrum: usize, blockStride: usize, n: i32, rows: usize, work: usize): void {
  const bytes = <usize>n << POINT_SHIFT, z = work, a = z + bytes + 256, b = a + bytes + 256, block = b + bytes + 256;
  const half = n / 2;
  for (let k = 0; k <= half; k += 4, spectrum += blockStride) {
    // four rows each: lanes = rows again
    for (let part = 0; part < 4; part++) {
      const p = spectrum + (part < 2 ? 0 : 4 * POINT) + (part & 1 ? 16 : 0), o = block + (<usize>part << 4);
      const r0 = v128.load(p), r1 = v128.load(p + POINT), r2 = v128.load(p + 2 * POINT), r3 = v128.load(p + 3 * POINT);
      const ac0 = lower(r0, r2), ac1 = upper(r0, r2), bd0 = lower(r1, r3), bd1 = upper(r1, r3);
      v128.store(o, lower(ac0, bd0));
      v128.store(o + 64, upper(ac0, bd0));
      v128.store(o + 128, lower(ac1, bd1));
      v128.store(o + 192, upper(ac1, bd1));
    }
    const last = min(4, half - k + 1);
    for (let i = 0; i < last; i++) {
      const o = block + (<usize>i << 6);
      join(z, k + i, n, v128.load(o), v128.load(o, 16), v128.load(o, 32), v128.load(o, 48));
    }
  }
  fft(plan, z, z, a, b, false, 0, false);
  const stride = <usize>n << 2;
  for (let i = 0, p = z; i < n; i += 4, p += 4 * POINT, rows += 16) {
    unpackFour(p, rows, stride);
    unpackFour(p + 16, rows + 4 * stride, stride);
  }
}

// @ts-ignore: decorator
@inline function unpackFour(p: usize, rows: usize, stride: usize): void {
  const r0 = v128.load(p), r1 = v128.load(p + POINT), r2 = v128.load(p + 2 * POINT), r3 = v128.load(p + 3 * POINT);
  const ac0 = lower(r0, r2), ac1 = upper(r0, r2), bd0 = lower(r1, r3), bd1 = upper(r1, r3);
  v128.store(rows, lower(ac0, bd0));
  v128.store(rows + stride, upper(ac0, bd0));
  v128.store(rows + 2 * stride, lower(ac1, bd1));
  v128.store(rows + 3 * stride, upper(ac1, bd1));
}
