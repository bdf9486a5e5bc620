/** Ways in which an object is looked at. */
export const viewKinds = ['image', 'curve', 'table', 'text', 'h5web'] as const;
export type ViewKind = (typeof viewKinds)[number];

/** What an image shows of the values: as they are stored, divided by the flat fields of the scan, or minus the logarithm of that. */
export const treatments = ['stored', 'flat', 'log'] as const;
export type Treatment = (typeof treatments)[number];

/** The two axes of a dataset that are its image. */
export type ImageAxes = readonly [down: number, across: number];

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
  /** The last two axes where nothing was chosen. */
  readonly image: ImageAxes | null;
  readonly treatment: Treatment;
  /** Groups that are unfolded in the tree. */
  readonly open: readonly string[];
}

export const emptyHdf5State: Hdf5State = {
  file: null,
  object: null,
  index: [],
  view: null,
  curveAxis: null,
  image: null,
  treatment: 'stored',
  open: ['/'],
};

/** The name of a file without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An object of a file. */
export interface Address {
  readonly file: string;
  readonly object: string;
}

/**
 * What `/path` and `file::/path` mean while a file is open; a file without a folder lies beside the open one. Null where a text is
 * neither.
 */
export function addressOf(text: string, openFile: string): Address | null {
  // a dataset may have `::` in its own name
  const at = text.indexOf('::/');
  const object = text
    .slice(at < 0 ? 0 : at + 2)
    .trim()
    .replace(/(?<=.)\/+$/, '');
  if (!object.startsWith('/')) return null;
  const file = at < 0 ? openFile : text.slice(0, at).trim();
  const isBare = !/[/\\]/.test(file);
  return { file: isBare ? `${openFile.slice(0, openFile.lastIndexOf('/') + 1)}${fileName(file)}` : file, object };
}

/** The groups around an object, from the root. */
export function ancestorsOf(path: string): readonly string[] {
  const names = path.split('/').slice(1, -1);
  return ['/', ...names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)];
}
