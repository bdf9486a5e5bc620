import { eachRow } from './circle.js';

/** Steps of the inner iteration; it starts from the dual field of the last outer iteration, so that few are enough. */
const innerSteps = 8;
/** Largest step that converges is 1/8 for the gradient of an image. */
const stepSize = 1 / 8;

/**
 * The proximal map of the isotropic total variation: argmin 1/2 |u - v|^2 + weight TV(u), by projected gradient on its dual field.
 *
 * @see A. Chambolle, J. Math. Imaging Vision 20 (2004) 89
 */
export class TotalVariation {
  private readonly right: Float32Array;
  private readonly down: Float32Array;
  private readonly smoothed: Float32Array;

  constructor(
    private readonly side: number,
    slices: number,
    private readonly circle: Int32Array,
  ) {
    this.right = new Float32Array(slices * side * side);
    this.down = new Float32Array(slices * side * side);
    this.smoothed = new Float32Array(side * side);
  }

  /** Replace one slice by its proximal map. */
  apply(images: Float32Array, slice: number, weight: number): void {
    if (weight <= 0) return;
    for (let i = 0; i < innerSteps; i++) {
      this.smoothWith(images, slice, weight);
      this.stepField(slice, weight);
    }
    this.smoothWith(images, slice, weight);
    const base = slice * this.side * this.side;
    eachRow(this.circle, this.side, slice, (first, end) => {
      for (let i = first; i < end; i++) images[i] = this.smoothed[i - base]!;
    });
  }

  /** smoothed = image + weight div(field) */
  private smoothWith(images: Float32Array, slice: number, weight: number): void {
    const { side, right, down, smoothed } = this;
    const base = slice * side * side;
    for (let y = 0; y < side; y++) {
      for (let x = 0, i = base + y * side; x < side; x++, i++) {
        let divergence = right[i]! + down[i]!;
        if (x > 0) divergence -= right[i - 1]!;
        if (y > 0) divergence -= down[i - side]!;
        smoothed[i - base] = images[i]! + weight * divergence;
      }
    }
  }

  /** field = field + step grad(smoothed) / weight, shortened to length 1 where it is longer; 0 across the end of the circle. */
  private stepField(slice: number, weight: number): void {
    const { side, right, down, smoothed, circle } = this;
    const base = slice * side * side;
    const scale = stepSize / weight;
    eachRow(circle, side, slice, (first, end, y) => {
      const below = y + 1 < side ? base + (y + 1) * side : -1;
      const from = below < 0 ? 0 : below + circle[2 * (y + 1)]!;
      const to = below < 0 ? 0 : below + circle[2 * (y + 1) + 1]!;
      for (let i = first; i < end; i++) {
        const here = smoothed[i - base]!;
        const r = i + 1 < end ? right[i]! + scale * (smoothed[i + 1 - base]! - here) : 0;
        const inside = i + side >= from && i + side < to;
        const d = inside ? down[i]! + scale * (smoothed[i + side - base]! - here) : 0;
        const length = Math.sqrt(r * r + d * d);
        const short = length > 1 ? 1 / length : 1;
        right[i] = r * short;
        down[i] = d * short;
      }
    });
  }
}
