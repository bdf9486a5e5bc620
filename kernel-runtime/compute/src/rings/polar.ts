import { runningMedian } from './running-median.js';

/** Slices [row][y][x] in shared memory with rings about the rotation axis, pixel (floor(n/2), floor(n/2)). */
export interface PolarTask {
  readonly values: Float32Array;
  readonly side: number;
  /** Widest ring, pixels. */
  readonly widthPx: number;
  /** Larger differences belong to the object. */
  readonly threshold: number;
  /** Length of arc over which a ring keeps its strength, in degrees; 360 for whole rings. */
  readonly arcDeg: number;
  readonly out: Float32Array;
}

/**
 * 1 slice to polar coordinates -> 2 difference to the running median along the radius, limited to the threshold -> 3 mean over the
 * arc -> 4 back, and subtract.
 */
export function polarStrip(task: PolarTask, first: number, end: number): void {
  const { values, side, out } = task;
  const size = side * side;
  for (let row = first; row < end; row++) {
    const slice = values.subarray(row * size, (row + 1) * size);
    subtractRings(task, slice, ringsOf(task, slice), out.subarray(row * size, (row + 1) * size));
  }
}

interface PolarImage {
  /** [radius][direction] */
  readonly data: Float64Array;
  readonly radii: number;
  readonly directions: number;
}

/** Bytes that one thread needs for slices of a size. */
export function polarBytes(side: number): number {
  const { radii, directions } = polarSize(side);
  return 8 * radii * directions;
}

function polarSize(side: number): { readonly middle: number; readonly radii: number; readonly directions: number } {
  const middle = side >> 1;
  const radii = Math.min(middle, side - 1 - middle) + 1;
  return { middle, radii, directions: Math.max(8, Math.ceil(Math.PI * radii)) };
}

function ringsOf({ side, widthPx, threshold, arcDeg }: PolarTask, slice: Float32Array): PolarImage {
  const { middle, radii, directions } = polarSize(side);
  const data = new Float64Array(radii * directions);
  const line = new Float64Array(radii);
  const smooth = new Float64Array(radii);
  const window = 2 * widthPx + 1;
  for (let direction = 0; direction < directions; direction++) {
    const angle = (2 * Math.PI * direction) / directions;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let radius = 0; radius < radii; radius++) {
      line[radius] = bilinear(slice, side, middle + radius * cos, middle + radius * sin);
    }
    runningMedian(line, window, smooth);
    for (let radius = 0; radius < radii; radius++) {
      const difference = line[radius]! - smooth[radius]!;
      data[radius * directions + direction] = Math.abs(difference) <= threshold ? difference : 0;
    }
  }
  const rings = { data, radii, directions };
  averageArcs(rings, Math.max(1, Math.round((Math.min(360, arcDeg) / 360) * directions)));
  return rings;
}

/** Running mean of `length` directions around the circle, in place. */
function averageArcs({ data, radii, directions }: PolarImage, length: number): void {
  const before = length >> 1;
  for (let radius = 0; radius < radii; radius++) {
    const ring = data.slice(radius * directions, (radius + 1) * directions);
    const at = (direction: number): number => ring[(direction + directions) % directions]!;
    let sum = 0;
    for (let i = -before; i < length - before; i++) sum += at(i);
    for (let direction = 0; direction < directions; direction++) {
      data[radius * directions + direction] = sum / length;
      sum += at(direction - before + length) - at(direction - before);
    }
  }
}

function subtractRings({ side }: PolarTask, slice: Float32Array, rings: PolarImage, out: Float32Array): void {
  const { data, radii, directions } = rings;
  const middle = side >> 1;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      const radius = Math.hypot(x - middle, y - middle);
      out[at] = slice[at]!;
      if (radius > radii - 1) continue;
      const turn = Math.atan2(y - middle, x - middle) / (2 * Math.PI);
      const direction = (turn < 0 ? turn + 1 : turn) * directions;
      const [inner, near] = [Math.min(Math.floor(radius), Math.max(0, radii - 2)), Math.floor(direction)];
      const [u, v] = [radius - inner, direction - near];
      const mean = (ring: number): number => {
        const start = Math.min(radii - 1, ring) * directions;
        return data[start + (near % directions)]! * (1 - v) + data[start + ((near + 1) % directions)]! * v;
      };
      out[at]! -= mean(inner) * (1 - u) + mean(inner + 1) * u;
    }
  }
}

function bilinear(image: Float32Array, side: number, x: number, y: number): number {
  const left = Math.min(Math.floor(x), Math.max(0, side - 2));
  const top = Math.min(Math.floor(y), Math.max(0, side - 2));
  const step = side > 1 ? 1 : 0;
  const [u, v] = [x - left, y - top];
  const at = top * side + left;
  const above = image[at]! * (1 - u) + image[at + step]! * u;
  const below = image[at + step * side]! * (1 - u) + image[at + step * side + step]! * u;
  return above * (1 - v) + below * v;
}
