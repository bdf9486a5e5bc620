import type { ObjectDescription } from '@daisy-lab/core';
import type { Translate } from '../kit/i18n/translate.js';
import type { FollowedKernel, KernelFeed } from './kernel/followed-kernel.js';

/** What the panels need of the place where they are mounted. */
export interface WorkbenchHost {
  readonly trans: Translate;
  readonly kernels: KernelFeed;
  /** Shows an object in a tab of its own. */
  openObject(kernel: FollowedKernel, object: ObjectDescription): void;
  /** Shows a file that a run has written. */
  openFile(path: string): void;
  /** Puts a cell below the current one of the kernel's notebook, or of a new one; runs it when told so. */
  insertCell(code: string, run?: boolean): void;
  /** Adds a step to the canvas in front; null when none is in front. */
  readonly canvas: { get(): ((algorithm: string) => void) | null; onChange(listener: () => void): () => void };
  /** Whether the panel can be seen; nothing is asked for on behalf of one that cannot. */
  isVisible(): boolean;
}
