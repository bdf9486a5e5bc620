import { imageStages, type ImageStages } from '../wasm/images-module.js';
import { firstAddress } from '../wasm/own-memory.js';

/** Images [row][y][x] in shared memory, to be smoothed between their edges. */
export interface TotalVariationTask {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** Weight of the total variation, in units of the data. */
  readonly weight: number;
  readonly iterations: number;
  readonly out: Float32Array;
}

/** The planes of assembly/images/variation.ts. */
interface Planes {
  readonly stages: ImageStages;
  readonly floats: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly rowFloats: number;
}

const planeCount = 6;
const smoothPlane = 5;
/** Floats before the first pixel of a row. */
const before = 4;

let kept: Planes | undefined;

/** min over u of `|u - f|^2 / 2 + weight TV(u)` for some images, by the fast gradient projection on the dual. */
export function totalVariationStrip(task: TotalVariationTask, first: number, end: number): void {
  const { values, height, width, weight, out } = task;
  const size = height * width;
  if (weight === 0) return out.set(values.subarray(first * size, end * size), first * size);
  if (kept?.height !== height || kept.width !== width) kept = planesFor(height, width);
  const planes = kept;
  for (let image = first; image < end; image++) {
    planes.floats.fill(0);
    for (let y = 0; y < height; y++) {
      const from = image * size + y * width;
      planes.floats.set(values.subarray(from, from + width), rowOf(planes, 0, y));
    }
    smooth(planes, task);
    for (let y = 0; y < height; y++) {
      const from = rowOf(planes, smoothPlane, y);
      out.set(planes.floats.subarray(from, from + width), image * size + y * width);
    }
  }
}

function smooth({ stages, rowFloats, width, height }: Planes, { weight, iterations }: TotalVariationTask): void {
  const step = (fieldStep: number, push: number): void =>
    stages.variationStep(firstAddress, 4 * rowFloats, width, height, weight, fieldStep, push);
  let momentum = 1;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    // the last field counts as it is
    step(1 / (8 * weight), iteration + 1 < iterations ? (momentum - 1) / next : 0);
    momentum = next;
  }
  step(0, 0);
}

function rowOf({ rowFloats, height }: Planes, plane: number, y: number): number {
  return (plane * (height + 1) + y + 1) * rowFloats + before;
}

/** Bytes that one thread needs for images of a size. */
export function totalVariationBytes(height: number, width: number): number {
  return 4 * planeCount * (height + 1) * rowFloatsOf(width);
}

const rowFloatsOf = (width: number): number => before + 4 * Math.ceil(width / 4) + 4;

function planesFor(height: number, width: number): Planes {
  const rowFloats = rowFloatsOf(width);
  const length = planeCount * (height + 1) * rowFloats;
  const { stages, buffer } = imageStages(firstAddress + 4 * length);
  return { stages, floats: new Float32Array(buffer, firstAddress, length), height, width, rowFloats };
}
