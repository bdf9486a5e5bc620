import type { Dtype } from '../array/dtype.js';
import type { NdArray } from '../array/nd-array.js';

/** The lattice of things that flow between algorithms, as data: the canvas, the engine and the compiler share it. */
export type PortType =
  | { readonly kind: 'number' | 'integer' | 'boolean' | 'string'; readonly unit?: string }
  | {
      readonly kind: 'array';
      readonly dtypes: readonly Dtype[];
      readonly axes: readonly string[];
      readonly unit?: string;
    }
  | { readonly kind: 'table'; readonly columns: readonly string[] }
  | { readonly kind: 'file'; readonly format: string }
  | { readonly kind: 'dataset'; readonly dataset: string }
  | { readonly kind: 'list'; readonly of: PortType }
  | { readonly kind: 'optional'; readonly of: PortType }
  | { readonly kind: 'any' };

/** A typed input or output of an algorithm. `T` is the TypeScript type of its values. */
export interface Port<T> {
  readonly valueType?: T;
  readonly type: PortType;
  readonly title?: string | undefined;
}

/** A file on disk. */
export interface FileRef {
  readonly path: string;
}

/** A table by columns of equal length. */
export interface ColumnTable {
  readonly [column: string]: Float64Array | readonly string[];
}

/** `'uint16|float32'` as a union of dtypes. */
type DtypeIn<S extends string> = S extends `${infer Head}|${infer Rest}` ? DtypeIn<Head> | DtypeIn<Rest> : S & Dtype;

function arrayPort<const S extends string, const A extends readonly string[]>(
  dtypes: DtypeIn<S> extends never ? never : S,
  axes: A,
  unit?: string,
): Port<NdArray<DtypeIn<S>, A>> {
  return { type: { kind: 'array', dtypes: dtypes.split('|') as Dtype[], axes, ...(unit ? { unit } : {}) } };
}

const scalar =
  <T>(kind: 'number' | 'integer' | 'boolean' | 'string') =>
  (unit?: string): Port<T> => ({ type: unit ? { kind, unit } : { kind } });

/** Makes ports. */
export const port = {
  number: scalar<number>('number'),
  integer: scalar<number>('integer'),
  boolean: scalar<boolean>('boolean'),
  string: scalar<string>('string'),
  /** An array of one dtype or several (`'uint16|float32'`), with named axes, slowest first, and a unit. */
  array: arrayPort,
  table: (columns: readonly string[] = []): Port<ColumnTable> => ({ type: { kind: 'table', columns } }),
  file: (format = 'any'): Port<FileRef> => ({ type: { kind: 'file', format } }),
  /** A data set of a named kind (`'ct.scan'`), opened by the runtime; `T` is its interface. */
  dataset: <T>(dataset: string): Port<T> => ({ type: { kind: 'dataset', dataset } }),
  list: <T>(of: Port<T>): Port<readonly T[]> => ({ type: { kind: 'list', of: of.type } }),
  optional: <T>(of: Port<T>): Port<T | undefined> => ({ type: { kind: 'optional', of: of.type } }),
  any: (): Port<unknown> => ({ type: { kind: 'any' } }),
};
