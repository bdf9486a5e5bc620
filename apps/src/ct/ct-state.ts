import type { CtOperation } from '@daisy-lab/core';

/** What the host saves of the CT app: enough to come back to the same place. */
export interface CtState {
  readonly scan: string | null;
  readonly row: number;
  readonly angle: number;
  readonly axisPx: number | null;
  /** Parameters of `ct.full` that the user changed. */
  readonly params: Record<string, unknown>;
  /** Operations that the user has put into the pipeline. */
  readonly operations?: readonly CtOperation[];
  readonly step: string;
  /** File to write the volume to. */
  readonly out?: string;
  readonly run?: string;
}

export const steps = ['data', 'inspect', 'pipeline', 'centre', 'tune', 'run', 'view', 'provenance'] as const;
export type Step = (typeof steps)[number];

export const emptyCtState: CtState = { scan: null, row: 0, angle: 0, axisPx: null, params: {}, step: 'data' };

/** Files that may be scans; stacks of images are opened by their folder. */
export const scanExtensions: readonly string[] = ['.h5', '.hdf5', '.hdf', '.nxs', '.txrm'];

/** Beside the scan, e.g. `tooth.h5` -> `tooth-volume.h5`. */
export function volumePath(scan: string): string {
  return `${stem(scan)}-volume.h5`;
}

/** A path without its extension. */
export function stem(path: string): string {
  return path.replace(/\.(h5|hdf5|hdf|nxs|txrm)$/i, '').replace(/\/+$/, '');
}

/** The name of a file without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
