import type { KernelLink } from '@daisy-lab/core';
import type { Translate } from '../kit/i18n/translate.js';
import type { CtState } from './ct-state.js';

/** What the CT app needs of the place where it is mounted. */
export interface CtOptions {
  readonly link: KernelLink;
  readonly trans: Translate;
  /** As saved earlier; `emptyCtState` at first. */
  readonly state: CtState;
  /** Path of a scan to offer for a first try. */
  readonly demonstration?: string;
  onState(state: CtState): void;
  /** Opens a file with the host's own viewer. */
  openFile?(path: string): void;
  /** The host's own file dialog; null when the user thought better of it. */
  chooseScan?(): Promise<string | null>;
  /** Opens a document as a graph. */
  openWithCanvas?(path: string): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}
