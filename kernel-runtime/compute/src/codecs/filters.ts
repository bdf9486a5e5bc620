/** A filter of an HDF5 pipeline: its number and its values. */
export interface FilterSpec {
  readonly id: number;
  readonly values: readonly number[];
}

/** Numbers of the filters that are decoded here. @see https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md */
export const filterId = {
  deflate: 1,
  shuffle: 2,
  fletcher32: 3,
  lzf: 32000,
  blosc: 32001,
  lz4: 32004,
  bitshuffle: 32008,
  zstd: 32015,
} as const;

const known: readonly number[] = Object.values(filterId);

const names: Readonly<Record<number, string>> = {
  1: 'deflate',
  2: 'shuffle',
  3: 'fletcher32',
  4: 'szip',
  5: 'nbit',
  6: 'scaleoffset',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

export function filterName({ id, values }: FilterSpec): string {
  if (id === filterId.bitshuffle)
    return ({ 2: 'bitshuffle-lz4', 3: 'bitshuffle-zstd' } as const)[values[4] ?? 0] ?? 'bitshuffle';
  return names[id] ?? `filter ${id}`;
}

export function canDecode(filters: readonly FilterSpec[]): boolean {
  return filters.every(({ id }) => known.includes(id));
}
