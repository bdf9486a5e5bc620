/** Numeric arrays that kernels read and write. */
export type Samples =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/**
 * Work that falls into independent items (rows, frames, runs of pixels), done for items `first` .. `end - 1`. What it returns is
 * collected strip by strip.
 */
export type StripKernel<T extends object> = (task: T, first: number, end: number) => unknown;
