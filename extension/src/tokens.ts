import type { KernelLink } from '@daisy-lab/core';
import { Token } from '@lumino/coreutils';
import type { KernelPaths } from './kernel/paths.js';
import type { CurrentRuns } from './kernel/runs.js';

/** A kernel for the screens: requests go through `link`, file names through `paths`. */
export interface DaisyConnection {
  readonly link: KernelLink;
  readonly paths: KernelPaths;
  /** Finds or starts the kernel now; otherwise the first request does. */
  connect(): void;
  /** Starts the kernel anew, or a new session when the old one was shut down. */
  restart(): void;
}

/** Gives the screens their kernel. Nothing starts before the first request. */
export interface IDaisyKernels {
  /** The session "Daisy" that all apps share; the Running panel shows it. */
  readonly own: DaisyConnection;
  /** What runs in the shared kernel. */
  readonly runs: CurrentRuns;
  /** The kernel of an open notebook; requests fail when that notebook has no Daisy kernel. */
  ofNotebook(path: string): DaisyConnection;
}

export const IDaisyKernels = new Token<IDaisyKernels>(
  '@daisy-lab/jupyterlab:IDaisyKernels',
  'Connections of the Daisy screens to a TypeScript (Daisy) kernel.',
);
