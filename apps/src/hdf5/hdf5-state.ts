/** Ways in which a dataset is looked at. */
export const viewKinds = ['image', 'curve', 'table', 'text'] as const;
export type ViewKind = (typeof viewKinds)[number];

/** What the host saves of the browser: enough to come back to the same place. */
export interface Hdf5State {
  readonly file: string | null;
  /** Path of the chosen object in the file; null before anything was chosen. */
  readonly object: string | null;
  /** Index along each axis of the chosen dataset; those of the shown axes are not used. */
  readonly index: readonly number[];
  readonly view: ViewKind | null;
  /** Axis along which a curve runs. */
  readonly curveAxis: number | null;
  /** Groups that are unfolded in the tree. */
  readonly open: readonly string[];
}

export const emptyHdf5State: Hdf5State = {
  file: null,
  object: null,
  index: [],
  view: null,
  curveAxis: null,
  open: ['/'],
};

/** The name of a file without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The groups around an object, from the root. */
export function ancestorsOf(path: string): readonly string[] {
  const names = path.split('/').slice(1, -1);
  return ['/', ...names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)];
}
