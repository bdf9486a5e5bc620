import type { Sinogram } from '../../rings/stripe-options.js';
import { columnsAndDamping, differences, squaredDifference } from '../../rings/titarenko.js';

/** The systems of equations solved by conjugate gradients to a residual of 1e-10. */
export function titarenkoReference(sinogram: Sinogram, offset: number): Float64Array {
  const { means, damping } = columnsAndDamping(sinogram);
  const [first, second] = differences.map(kernel => solve(means, damping, kernel));
  const products = sinogram.data.map((value, i) => {
    const column = i % sinogram.columns;
    return (value + first![column]!) * (value + second![column]!);
  });
  const smallest = products.reduce((least, value) => Math.min(least, value), Infinity);
  return products.map(product => Math.sqrt(Math.max(0, product + offset * Math.abs(smallest))));
}

function solve(means: Float64Array, damping: number, kernel: readonly number[]): Float64Array {
  const x = new Float64Array(means.length);
  if (!Number.isFinite(damping)) return x;
  const residual = squaredDifference(means, kernel).map(value => -value);
  const direction = residual.slice();
  let left = dot(residual, residual);
  for (let step = 0; step < 10_000 && left > 1e-20; step++) {
    const image = squaredDifference(direction, kernel).map((value, i) => value + damping * direction[i]!);
    const length = left / dot(direction, image);
    for (let i = 0; i < x.length; i++) {
      x[i]! += length * direction[i]!;
      residual[i]! -= length * image[i]!;
    }
    const now = dot(residual, residual);
    for (let i = 0; i < x.length; i++) direction[i] = residual[i]! + (now / left) * direction[i]!;
    left = now;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
