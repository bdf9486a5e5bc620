import type { Tensor } from '@tensorflow/tfjs-core';
import { DaisyError, ndarray, sizeOf, type NdArray } from '@daisy-lab/core';
import type { TensorBackend } from './backend-facts.js';
import { loadTensors, type TensorFlow } from './backends.js';

/** What a body may do with tensors; all that it makes is let go when the scope ends. */
export interface TensorScope {
  readonly tf: TensorFlow;
  readonly backend: TensorBackend;
  /**
   * An array as a tensor. float32 and int32 go to the CPU backend without a copy (it reads the array itself) and to the others by the
   * one copy that moves them; int8, uint8, int16 and uint16 become int32, float64 becomes float32.
   * @throws DaisyError `Input` for 64-bit and uint32 integers, `Resource` when the budget would be exceeded
   */
  tensor(array: NdArray): Tensor;
  /** Computes with tensors. Everything that `work` makes on the way is let go, but for its result. */
  compute<T extends Tensor>(work: (tf: TensorFlow) => T): T;
  /** The values of a tensor as a float32 array. The CPU backend gives the tensor's own memory, the others copy once. */
  array<const A extends readonly string[]>(tensor: Tensor, axes: A, unit?: string): Promise<NdArray<'float32', A>>;
  /** Lets a tensor go before the scope ends. */
  release(tensor: Tensor): void;
}

export interface TensorScopeOptions {
  /** Bytes that the tensors of the scope may take together. Default: no limit. */
  readonly budgetBytes?: number;
}

/**
 * Loads TensorFlow.js, hands it to `use` and lets every tensor of the scope go afterwards, also after an error.
 * @throws DaisyError `Resource` when the tensors would exceed the budget
 */
export async function withTensors<T>(
  use: (scope: TensorScope) => Promise<T>,
  options: TensorScopeOptions = {},
): Promise<T> {
  const { tf, backend } = await loadTensors();
  const { budgetBytes = Infinity } = options;
  const own = new Set<Tensor>();
  const keep = <K extends Tensor>(tensor: K): K => {
    own.add(tensor);
    return tensor;
  };
  const used = (): number => [...own].reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  const makeRoom = (bytes: number): void => {
    if (used() + bytes > budgetBytes) throw overBudget(used() + bytes, budgetBytes);
  };
  const scope: TensorScope = {
    tf,
    backend,
    tensor: array => {
      makeRoom(sizeOf(array.shape) * 4);
      const { data, dtype } = tensorData(array);
      return keep(tf.tensor(data, [...array.shape], dtype));
    },
    compute: work => {
      const result = keep(tf.tidy(() => work(tf)));
      makeRoom(0);
      return result;
    },
    array: async (tensor, axes, unit) =>
      ndarray((await tensor.data<'float32'>()) as Float32Array, tensor.shape, axes, unit),
    release: tensor => {
      own.delete(tensor);
      tensor.dispose();
    },
  };
  try {
    return await use(scope);
  } finally {
    for (const tensor of own) if (!tensor.isDisposed) tensor.dispose();
  }
}

const bytesOf = (tensor: Tensor): number => (tensor.isDisposed ? 0 : tensor.size * 4);

/** Data in a type that TensorFlow.js has. */
function tensorData({ dtype, data }: NdArray): { data: Float32Array | Int32Array; dtype: 'float32' | 'int32' } {
  switch (dtype) {
    case 'float32':
      return { data: data as Float32Array, dtype };
    case 'int32':
      return { data: data as Int32Array, dtype };
    case 'float64':
      return { data: Float32Array.from(data as Float64Array), dtype: 'float32' };
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
      return { data: Int32Array.from(data as Uint16Array), dtype: 'int32' };
    default:
      throw new DaisyError('Input', {
        message: `An array of ${dtype} does not fit into a tensor without loss.`,
        action: 'Convert it to float32 or int32 first.',
      });
  }
}

function overBudget(bytes: number, budgetBytes: number): DaisyError {
  const megabytes = (count: number): string => `${(count / 1e6).toFixed(0)} MB`;
  return new DaisyError('Resource', {
    message: `The tensors would take ${megabytes(bytes)}, more than the ${megabytes(budgetBytes)} that they may.`,
    action: 'Work on smaller pieces, or raise the memory budget.',
  });
}
