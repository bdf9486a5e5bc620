// Projections of n columns in a period L of 1.25 n. The corners of a slice do not see the next period, but the filter does, and so does
// the interpolation between samples. Both are functions of the distance d between a column and a place on the detector that have tails:
//
//   - the ramp: -1 / (2 pi^2 d^2), the mean of its even and odd samples. Its periods add up to -1 / (2 L^2 sin^2(pi d / L)).
//   - the trigonometric interpolation of what the window leaves at the highest frequency: sin(pi d) / (2 pi d), whose periods without
//     the Nyquist frequency add up to (sin(pi d) cot(pi d / L) - cos(pi d)) / (2 L). The reference has them as well, in its longer period.
//
// What all other periods add (or lack, beside the reference) is a smooth function of d, about frequency zero and about the ends of the
// spectrum. As a function of both places it is a sum of few harmonics of the period: a small matrix from the frequencies of a projection
// to those of the filtered one takes the place of the longer transform, and of the samples that it would bring to the grid. With 20
// harmonics it is right to 1e-5 of the slice at 400 columns, 1e-6 at 2048. Beyond the ends of the spectrum come 20 frequencies more.

/** Highest harmonic of a correction; assembly/correct-tails.ts has the same. */
export const tailOrder = 20;
/** Distance from the ends of the detector, as a fraction of it, up to which the correction holds. */
export const tailMargin = 1 / 16;

const count = tailOrder + 1;
/** Complex factors of the results, per lane: three groups. */
export const tailFactorCount = 3 * (2 * tailOrder + 1);
export const tailBytes = { tables: 4 * (2 * count + 4 * count * count), factors: tailFactorCount * 32 } as const;

/**
 * Turns to the middle of the projection (re, im for l = 0 .. K), then four matrices [k][l]: around zero those for P(l) + P(-l) and for
 * P(l) - P(-l), around the end those for the differences and for the sums. The sum of both products is what frequency k lacks, their
 * difference what -k lacks.
 */
export function tailCorrection(columns: number, length: number, exactLength: number): Float32Array {
  const middle = (columns - 1) / 2;
  const turns = Array.from({ length: count }, (_, l) => (2 * Math.PI * l * middle) / length);
  const reach = columns * (0.5 + tailMargin);
  const nodes = Float64Array.from({ length: 128 }, (_, i) => ((i + 0.5) / 128) * reach);
  const order = Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / length);
  const cosines = order.map(k => nodes.map(x => Math.cos(k * x)));
  const sines = order.slice(1).map(k => nodes.map(x => Math.sin(k * x)));
  const fit = (a: Float64Array[], b: Float64Array[], f: (distance: number) => number, sign: number): Float64Array[] =>
    coefficients(a, b, nodes, (x, y) => (f(x - y) + sign * f(x + y)) / 2);
  const low = (distance: number): number => rampTail(distance, length);
  const even = fit(cosines, cosines, low, 1);
  const odd = fit(sines, sines, low, -1);
  const crossed = fit(sines, cosines, distance => sincTail(distance, length, exactLength), 1);
  // A harmonic is half of frequency k and half of -k, and so is a sum of two of them; l = 0 was added to itself.
  const matrices = [
    square((k, l) => even[k]![l]! * (k === 0 ? length / 2 : length / 4)),
    square((k, l) => (k && l ? (odd[k - 1]![l - 1]! * length) / 4 : 0)),
    square((k, l) => (l ? (crossed[l - 1]![k]! * length) / (k === 0 ? 4 : 8) : 0)),
    square((k, l) => (k ? (crossed[k - 1]![l]! * length) / 8 : l === 0 ? (1 - length / exactLength) / 8 : 0)),
  ];
  return Float32Array.from([...turns.flatMap(angle => [Math.cos(angle), Math.sin(angle)]), ...matrices.flat()]);
}

function square(value: (k: number, l: number) => number): number[] {
  return Array.from({ length: count * count }, (_, i) => value(Math.floor(i / count), i % count));
}

/** What the ramp lacks at a distance d in columns, see above; its value at 0 is the limit. */
function rampTail(distance: number, length: number): number {
  const x = (Math.PI * distance) / length;
  if (Math.abs(x) < 1e-3) return (1 / 3 + (x * x) / 15) / (2 * length * length);
  return (1 / Math.sin(x) ** 2 - 1 / (x * x)) / (2 * length * length);
}

/** Factor of sin(pi d) in what the interpolation between samples lacks. */
function sincTail(distance: number, length: number, exactLength: number): number {
  return cotangent(distance, exactLength) - cotangent(distance, length);
}

/** cot(pi d / L) / (2 L) without its pole 1 / (2 pi d). */
function cotangent(distance: number, length: number): number {
  const x = (Math.PI * distance) / length;
  return Math.abs(x) < 1e-3 ? -x / (6 * length) : (1 / Math.tan(x) - 1 / x) / (2 * length);
}

/** Coefficients [k][l] of f(x, y) = sum c(k, l) a_k(x) b_l(y) in the sense of least squares at the nodes. */
function coefficients(
  a: readonly Float64Array[],
  b: readonly Float64Array[],
  nodes: Float64Array,
  f: (x: number, y: number) => number,
): Float64Array[] {
  const [alongX, alongY] = [fitter(a), fitter(b)];
  const rows = Array.from(nodes, x => alongY(nodes.map(y => f(x, y))));
  const columns = b.map((_, l) => alongX(Float64Array.from(rows, row => row[l]!)));
  return a.map((_, k) => Float64Array.from(columns, column => column[k]!));
}

/** Values at the nodes -> coefficients of a basis. */
function fitter(basis: readonly Float64Array[]): (values: Float64Array) => Float64Array {
  const solve = solver(basis.map(a => Float64Array.from(basis, b => dot(a, b))));
  return values => solve(Float64Array.from(basis, a => dot(a, values)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * Solves with a symmetric matrix by Cholesky's method. The harmonics of a period are nearly dependent on the part of it that is seen;
 * 1e-12 of the trace keeps the coefficients small.
 */
function solver(matrix: readonly Float64Array[]): (right: Float64Array) => Float64Array {
  const n = matrix.length;
  const damping = (1e-12 / n) * matrix.reduce((sum, row, i) => sum + row[i]!, 0);
  const lower = matrix.map(row => Float64Array.from(row));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = matrix[i]![j]! + (i === j ? damping : 0);
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  }
  return right => {
    const x = Float64Array.from(right);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
      x[i]! /= lower[i]![i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
      x[i]! /= lower[i]![i]!;
    }
    return x;
  };
}
