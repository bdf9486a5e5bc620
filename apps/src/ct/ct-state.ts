/** What the host saves of the CT app: enough to come back to the same place. */
export interface CtState {
  readonly scan: string | null;
  readonly row: number;
  readonly angle: number;
  readonly axisPx: number | null;
  /** Parameters of `ct.full` that the user changed. */
  readonly params: Record<string, unknown>;
  readonly step: string;
  /** File to write the volume to. */
  readonly out?: string;
  readonly run?: string;
}

export const steps = ['data', 'inspect', 'centre', 'run', 'view'] as const;
export type Step = (typeof steps)[number];

export const emptyCtState: CtState = { scan: null, row: 0, angle: 0, axisPx: null, params: {}, step: 'data' };

/** Beside the scan, e.g. `tooth.h5` -> `tooth-volume.h5`. */
export function volumePath(scan: string): string {
  return `${scan.replace(/\.(h5|hdf5|hdf|nxs)$/i, '')}-volume.h5`;
}

/** The name of a file without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
