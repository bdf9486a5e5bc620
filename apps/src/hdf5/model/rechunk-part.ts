import { recordOf, type ErrorRecord, type KernelLink, type RunRecord } from '@daisy-lab/core';
import { followRun, isGoingOn } from '../../kit/run/run-tracker.js';
import type { ImageAxes } from '../hdf5-state.js';

/** What a copy of a file is stored for: images, rows of all images (sinograms), or both. */
export const accesses = ['frames', 'rows', 'cube'] as const;
export type Access = (typeof accesses)[number];

export interface RechunkState {
  readonly run: RunRecord | null;
  readonly error: ErrorRecord | null;
}

export const noRechunk: RechunkState = { run: null, error: null };

/** What suits the images that are looked at. */
export function accessFor(shape: readonly number[], [down, across]: ImageAxes): Access {
  const rank = shape.length;
  if (Math.min(down, across) === rank - 2) return 'frames';
  return Math.max(down, across) === rank - 1 ? 'rows' : 'cube';
}

/** `scan.h5` -> `scan-rows.h5` */
export function copyName(file: string, access: Access): string {
  const name = /^(.*?)(\.[^./]*)?$/.exec(file);
  return `${name?.[1] ?? file}-${access}.h5`;
}

/** A copy of the file with other chunks. */
export class RechunkPart {
  private unfollow: () => void = () => undefined;

  constructor(
    private readonly link: KernelLink,
    private readonly get: () => RechunkState,
    private readonly set: (change: Partial<RechunkState>) => void,
  ) {}

  async start(path: string, file: string, access: Access): Promise<void> {
    const { run } = this.get();
    if (run && isGoingOn(run)) return;
    this.set(noRechunk);
    try {
      const { result } = await this.link.request('data.rechunk', { path, file, access });
      this.set({ run: result });
      this.unfollow = followRun(
        this.link,
        result.run,
        record => this.set({ run: record, error: record.error }),
        error => this.set({ error: recordOf(error) }),
      );
    } catch (error) {
      this.set({ error: recordOf(error) });
    }
  }

  cancel(): void {
    const { run } = this.get();
    if (run) this.link.request('run.cancel', { run: run.run }).catch(() => undefined);
  }

  /** The copy goes on by itself; nobody looks any more. */
  forget(): void {
    this.unfollow();
    this.set(noRechunk);
  }
}
