// Lines of a sinogram against a value per column.
import { add, mul, sub } from '../lanes';

/** Adds `n` values (a multiple of 4 is worked on) to the float64 sums of their columns; gives the sum of the line. */
export function sumLine(line: usize, n: i32, sums: usize): f64 {
  let even = f64x2.splat(0), odd = f64x2.splat(0);
  for (let i = 0; i < n; i += 4, line += 16, sums += 32) {
    const v = v128.load(line);
    const low = f64x2.promote_low_f32x4(v), high = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
    v128.store(sums, f64x2.add(v128.load(sums), low));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high), 16);
    even = f64x2.add(even, low);
    odd = f64x2.add(odd, high);
  }
  const both = f64x2.add(even, odd);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Each value minus that of its column. */
export function subtractLine(line: usize, n: i32, columns: usize): void {
  for (let i = 0; i < n; i += 4, line += 16, columns += 16) v128.store(line, sub(v128.load(line), v128.load(columns)));
}

// @ts-ignore: decorator
@inline function product(line: usize, first: usize, second: usize): v128 {
  const v = v128.load(line);
  return mul(add(v, v128.load(first)), add(v, v128.load(second)));
}

/** The smallest (value + first) x (value + second); `n` is a multiple of 4 here, or the last values repeat others. */
export function smallestProduct(line: usize, n: i32, first: usize, second: usize): f32 {
  let least = f32x4.splat(Infinity);
  for (let i = 0; i < n; i += 4, line += 16, first += 16, second += 16) least = f32x4.min(least, product(line, first, second));
  const half = f32x4.min(least, v128.shuffle<f32>(least, least, 2, 3, 2, 3));
  return min(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

/** Each value becomes the root of (value + first) x (value + second) + raised, 0 where that is negative. */
export function rootOfProducts(line: usize, n: i32, first: usize, second: usize, raised: f32): void {
  const zero = f32x4.splat(0), more = f32x4.splat(raised);
  for (let i = 0; i < n; i += 4, line += 16, first += 16, second += 16) {
    v128.store(line, f32x4.sqrt(f32x4.max(zero, add(product(line, first, second), more))));
  }
}
