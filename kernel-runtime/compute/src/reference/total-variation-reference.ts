import type { TotalVariationTask } from '../after/total-variation.js';

/** min over u of `|u - f|^2 / 2 + weight TV(u)` for some images, by the fast gradient projection on the dual. */
export function totalVariationReference(task: TotalVariationTask, first: number, end: number): void {
  const size = task.height * task.width;
  for (let row = first; row < end; row++) {
    const image = task.values.subarray(row * size, (row + 1) * size);
    task.out.set(denoised(image, task), row * size);
  }
}

function denoised(image: Float32Array, { height, width, weight, iterations }: TotalVariationTask): Float32Array {
  const size = height * width;
  const u = Float32Array.from(image);
  if (weight === 0) return u;
  // dual field p and its extrapolation q, along x and y
  const [px, py, qx, qy] = Array.from({ length: 4 }, () => new Float32Array(size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const step = 1 / (8 * weight);
  let momentum = 1;
  for (let iteration = 0; iteration < iterations; iteration++) {
    primal(image, qx, qy, weight, width, u);
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = (momentum - 1) / next;
    momentum = next;
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const gx = qx[i]! + step * (x + 1 < width ? u[i + 1]! - u[i]! : 0);
        const gy = qy[i]! + step * (y + 1 < height ? u[i + width]! - u[i]! : 0);
        const norm = Math.max(1, Math.sqrt(gx * gx + gy * gy));
        const [nx, ny] = [gx / norm, gy / norm];
        qx[i] = nx + push * (nx - px[i]!);
        qy[i] = ny + push * (ny - py[i]!);
        px[i] = nx;
        py[i] = ny;
      }
    }
  }
  primal(image, px, py, weight, width, u);
  return u;
}

/** `u = f + weight div p` */
function primal(
  image: Float32Array,
  px: Float32Array,
  py: Float32Array,
  weight: number,
  width: number,
  u: Float32Array,
): void {
  const height = image.length / width;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let divergence = 0;
      if (x + 1 < width) divergence += px[i]!;
      if (x > 0) divergence -= px[i - 1]!;
      if (y + 1 < height) divergence += py[i]!;
      if (y > 0) divergence -= py[i - width]!;
      u[i] = image[i]! + weight * divergence;
    }
  }
}
