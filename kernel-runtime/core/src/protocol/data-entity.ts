/** How the values of a dataset or attribute are stored. */
export type DataType =
  | { readonly class: 'integer'; readonly signed: boolean; readonly bytes: number; readonly littleEndian: boolean }
  | { readonly class: 'float'; readonly bytes: number; readonly littleEndian: boolean }
  /** `bytes` is null for text of any length. */
  | { readonly class: 'text'; readonly utf8: boolean; readonly bytes: number | null }
  /** Integers with names, by value; the two names FALSE and TRUE make it a flag. */
  | { readonly class: 'enum'; readonly base: DataType; readonly names: Readonly<Record<string, number>> }
  | { readonly class: 'compound'; readonly fields: readonly { readonly name: string; readonly type: DataType }[] }
  | { readonly class: 'array'; readonly base: DataType; readonly shape: readonly number[] }
  /** Lists of any length. */
  | { readonly class: 'list'; readonly base: DataType }
  | { readonly class: 'reference' | 'opaque' | 'time' | 'bits' | 'unknown' };

/** Values of any type as JSON: compounds are lists in the order of their fields; what is no finite number is null. */
export type DataItem = string | number | boolean | null | readonly DataItem[];

export interface DataAttribute {
  readonly name: string;
  readonly type: DataType;
  /** Empty for a single value; null when there is none. */
  readonly shape: readonly number[] | null;
  readonly value: DataItem;
}

/** A group, dataset or link with its types, for viewers that show any of them. */
export interface DataEntity {
  readonly path: string;
  readonly name: string;
  readonly kind: 'group' | 'dataset' | 'link';
  /** At most 1,000. */
  readonly attributes: readonly DataAttribute[];
  /** Of datasets. */
  readonly type?: DataType;
  /** Of datasets: empty for a single value; null when there is none. */
  readonly shape?: readonly number[] | null;
  readonly chunks?: readonly number[];
  readonly filters?: readonly string[];
  /** Where a soft or external link leads, as the file says it. */
  readonly target?: string;
  /** Of the group that was asked for: its members, at most 2,000, without members of their own. */
  readonly children?: readonly DataEntity[];
  /** How many members it has, where `children` are only the first of them. */
  readonly members?: number;
}
