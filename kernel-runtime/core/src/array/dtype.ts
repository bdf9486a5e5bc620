/** Element types of arrays, named as NumPy names them. */
export type Dtype =
  'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64';

/** The typed array that holds elements of each dtype. */
export interface TypedArrayOf {
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type TypedArray = TypedArrayOf[Dtype];

/** The dtype that a kind of typed array holds. */
export type DtypeName<T extends TypedArray> = { [D in Dtype]: T extends TypedArrayOf[D] ? D : never }[Dtype];

type TypedArrayConstructor<D extends Dtype> = {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): TypedArrayOf[D];
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArrayOf[D];
};

const constructors: { readonly [D in Dtype]: TypedArrayConstructor<D> } = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

export const dtypes = Object.keys(constructors) as readonly Dtype[];

/** Bytes of one element. */
export function itemSize(dtype: Dtype): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

/** The dtype of a typed array. */
export function dtypeOf(data: TypedArray): Dtype {
  const found = dtypes.find(dtype => data instanceof constructors[dtype]);
  if (!found) throw new TypeError(`${Object.prototype.toString.call(data)} is not a numeric typed array`);
  return found;
}

/** A view of `length` elements on a buffer, or a new zeroed array when a length is given alone. */
export function typedArray<D extends Dtype>(dtype: D, length: number): TypedArrayOf[D];
export function typedArray<D extends Dtype>(
  dtype: D,
  buffer: ArrayBufferLike,
  byteOffset?: number,
  length?: number,
): TypedArrayOf[D];
export function typedArray<D extends Dtype>(
  dtype: D,
  source: number | ArrayBufferLike,
  byteOffset?: number,
  length?: number,
): TypedArrayOf[D] {
  const Constructor = constructors[dtype] as TypedArrayConstructor<D>;
  return typeof source === 'number' ? new Constructor(source) : new Constructor(source, byteOffset, length);
}
