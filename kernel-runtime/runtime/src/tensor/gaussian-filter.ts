import { image } from '@daisy-lab/techniques';
import type { NdArray } from '@daisy-lab/core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './backends.js';
import { withTensors } from './tensor-scope.js';

type Images = NdArray<'float32', readonly ['frame', 'row', 'column']>;

/** Frames that are filtered at once; between two batches a cancel request is seen. */
const batchFrames = 8;

/** The filter as two convolutions, along the columns and along the rows, batch by batch. */
export function filterByTensors(
  images: Images,
  sigmaPx: number,
  { signal, progress }: { readonly signal: AbortSignal; progress(fraction: number): void },
): Promise<Images> {
  const [frames, rows, columns] = images.shape as [number, number, number];
  const kernel = image.gaussianKernel(sigmaPx);
  const radius = (kernel.length - 1) / 2;
  const frameSize = rows * columns;
  const smooth = new Float32Array(new SharedArrayBuffer(images.data.byteLength));
  return withTensors(async scope => {
    const weights = scope.compute(tf => tf.tensor1d(Float32Array.from(kernel)));
    const along = [
      scope.compute(tf => tf.tensor1d(image.mirroredIndices(rows, radius), 'int32')),
      scope.compute(tf => tf.tensor1d(image.mirroredIndices(columns, radius), 'int32')),
    ] as const;
    for (let first = 0; first < frames; first += batchFrames) {
      signal.throwIfAborted();
      const count = Math.min(batchFrames, frames - first);
      const data = images.data.subarray(first * frameSize, (first + count) * frameSize);
      const batch = scope.tensor({ ...images, data, shape: [count, rows, columns, 1] });
      const result = scope.compute(tf => smoothen(tf, batch as Tensor4D, weights, along));
      smooth.set(await result.data<'float32'>(), first * frameSize);
      scope.release(batch);
      scope.release(result);
      progress((first + count) / frames);
    }
    return { dtype: 'float32', shape: images.shape, axes: images.axes, unit: images.unit, data: smooth };
  });
}

/** `batch` is [frame, row, column, 1]. */
function smoothen(
  tf: TensorFlow,
  batch: Tensor4D,
  weights: Tensor1D,
  [mirroredRows, mirroredColumns]: readonly [Tensor1D, Tensor1D],
): Tensor4D {
  const size = weights.shape[0];
  const tall = tf.gather(batch, mirroredRows, 1) as Tensor4D;
  const inColumns = tf.conv2d(tall, tf.reshape(weights, [size, 1, 1, 1]) as Tensor4D, 1, 'valid');
  const wide = tf.gather(inColumns, mirroredColumns, 2) as Tensor4D;
  return tf.conv2d(wide, tf.reshape(weights, [1, size, 1, 1]) as Tensor4D, 1, 'valid');
}
