import { sharedArray, takeFirst, type NdArray } from '@daisy-lab/core';
import { gaussianKernel, mirroredIndices } from './gaussian-kernel.js';

type Images = NdArray<'float32', readonly ['frame', 'row', 'column']>;

/** What a long loop needs from its caller. */
interface Turns {
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

const turnMs = 40;

/** The plain filter: along the columns, then along the rows, sums in float64. */
export async function filterPlainly(images: Images, sigmaPx: number, { signal, progress }: Turns): Promise<Images> {
  const [frames, rows, columns] = images.shape as [number, number, number];
  const smooth = sharedArray('float32', images.shape, ['frame', 'row', 'column'], images.unit);
  const kernel = gaussianKernel(sigmaPx);
  const between = new Float64Array(rows * columns);
  let turnEnds = performance.now() + turnMs;
  for (let frame = 0; frame < frames; frame++) {
    signal.throwIfAborted();
    alongColumns(takeFirst(images, frame).data, kernel, rows, columns, between);
    alongRows(between, kernel, rows, columns, takeFirst(smooth, frame).data);
    if (performance.now() < turnEnds) continue;
    progress((frame + 1) / frames);
    await new Promise(resolve => setTimeout(resolve, 0));
    turnEnds = performance.now() + turnMs;
  }
  return smooth;
}

/** Each row becomes the weighted sum of the rows above and below. */
function alongColumns(
  image: Float32Array,
  kernel: Float64Array,
  rows: number,
  columns: number,
  into: Float64Array,
): void {
  const mirrored = mirroredIndices(rows, (kernel.length - 1) / 2);
  into.fill(0);
  for (let row = 0; row < rows; row++) {
    const target = into.subarray(row * columns, (row + 1) * columns);
    for (let tap = 0; tap < kernel.length; tap++) {
      const weight = kernel[tap]!;
      const start = mirrored[row + tap]! * columns;
      for (let column = 0; column < columns; column++) target[column]! += weight * image[start + column]!;
    }
  }
}

function alongRows(image: Float64Array, kernel: Float64Array, rows: number, columns: number, into: Float32Array): void {
  const mirrored = mirroredIndices(columns, (kernel.length - 1) / 2);
  const padded = new Float64Array(mirrored.length);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < padded.length; at++) padded[at] = image[row * columns + mirrored[at]!]!;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap]! * padded[column + tap]!;
      into[row * columns + column] = sum;
    }
  }
}
