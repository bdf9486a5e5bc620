import { DaisyError } from '../errors/daisy-error.js';
import { dtypeOf, typedArray, type Dtype, type DtypeName, type TypedArray, type TypedArrayOf } from './dtype.js';

/** A dense C-ordered array with named axes and a unit. The data may lie in shared memory. */
export interface NdArray<D extends Dtype = Dtype, A extends readonly string[] = readonly string[]> {
  readonly dtype: D;
  /** Length along each axis, slowest first. */
  readonly shape: readonly number[];
  /** Name of each axis, e.g. `['angle', 'row', 'column']`. */
  readonly axes: A;
  /** UCUM-like unit of the values, e.g. `'1/pixel'`; absent when dimensionless. */
  readonly unit?: string | undefined;
  readonly data: TypedArrayOf[D];
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * An array around existing data.
 * @throws DaisyError `Input` when the data do not fill the shape or an axis has no name.
 */
export function ndarray<T extends TypedArray, const A extends readonly string[]>(
  data: T,
  shape: readonly number[],
  axes: A,
  unit?: string,
): NdArray<DtypeName<T>, A>;
export function ndarray<D extends Dtype, const A extends readonly string[]>(
  data: TypedArrayOf[D],
  shape: readonly number[],
  axes: A,
  unit?: string,
): NdArray<D, A>;
export function ndarray(data: TypedArray, shape: readonly number[], axes: readonly string[], unit?: string): NdArray {
  if (axes.length !== shape.length || sizeOf(shape) !== data.length) {
    throw new DaisyError('Input', {
      message: `${data.length} values do not fill an array of shape [${shape.join(', ')}] with axes [${axes.join(', ')}].`,
      action: 'Give one axis name per dimension, and as many values as the product of the shape.',
    });
  }
  return { dtype: dtypeOf(data), shape: [...shape], axes, unit, data };
}

/** A new zeroed array, in shared memory so that worker threads can fill it without copies. */
export function sharedArray<D extends Dtype, const A extends readonly string[]>(
  dtype: D,
  shape: readonly number[],
  axes: A,
  unit?: string,
): NdArray<D, A> {
  const length = sizeOf(shape);
  const bytes = length * typedArray(dtype, 0).BYTES_PER_ELEMENT;
  try {
    return { dtype, shape: [...shape], axes, unit, data: typedArray(dtype, new SharedArrayBuffer(bytes), 0, length) };
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for an array of ${(bytes / 1e9).toFixed(1)} GB (shape [${shape.join(', ')}], ${dtype}).`,
      action: 'Work on fewer rows, or on a machine with more memory.',
      cause,
    });
  }
}

/** Entry `index` along the first axis, as a view on the same memory. */
export function takeFirst<D extends Dtype>(array: NdArray<D>, index: number): NdArray<D> {
  const inner = array.shape.slice(1);
  const length = sizeOf(inner);
  const data = array.data.subarray(index * length, (index + 1) * length) as TypedArrayOf[D];
  return { dtype: array.dtype, shape: inner, axes: array.axes.slice(1), unit: array.unit, data };
}

/** Whether a value is an array, without touching `data`: that of a stored array would be read. */
export function isNdArray(value: unknown): value is NdArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dtype' in value &&
    'shape' in value &&
    'axes' in value &&
    'data' in value
  );
}
