import { recordOf, type ErrorRecord, type KernelLink, type ViewerInfo } from '@daisy-lab/core';
import type { Treatment } from '../hdf5-state.js';
import type { ImageWish } from './image-part.js';

/** The image that others are compared with. */
export interface Kept {
  readonly wish: ImageWish;
  readonly frame: number;
  readonly label: string;
  readonly treatment: Treatment;
}

export type CompareMode = 'beside' | 'difference';

export interface CompareState {
  readonly kept: Kept | null;
  /** The stack of the kept image. */
  readonly viewer: ViewerInfo | null;
  readonly mode: CompareMode;
  /** The kept stack goes with the one in front; otherwise it stays at its image. */
  readonly together: boolean;
  /** The one in front minus the kept one. */
  readonly difference: ViewerInfo | null;
  readonly error: ErrorRecord | null;
}

export const nothingKept: CompareState = {
  kept: null,
  viewer: null,
  mode: 'beside',
  together: false,
  difference: null,
  error: null,
};

/** An image that is kept while others are looked at. */
export class ComparePart {
  private visit = 0;

  constructor(
    private readonly link: KernelLink,
    private readonly get: () => CompareState & { readonly shown: ViewerInfo | null },
    private readonly set: (change: Partial<CompareState>) => void,
  ) {}

  async keep(kept: Kept): Promise<void> {
    this.close();
    this.set({ kept });
    await this.comeBack();
  }

  /** Opens the kept stack; anew after the kernel has gone. */
  async comeBack(): Promise<void> {
    const { kept } = this.get();
    if (!kept) return;
    this.set({ difference: null });
    try {
      const { result } = await this.link.request('viewer.open', kept.wish);
      if (this.get().kept !== kept) return this.giveBack(result);
      this.set({ viewer: result, error: null });
      this.follow();
    } catch (error) {
      if (this.get().kept === kept) this.set({ error: recordOf(error) });
    }
  }

  setMode(mode: CompareMode): void {
    this.set({ mode });
    this.follow();
  }

  setTogether(together: boolean): void {
    this.set({ together });
    this.follow();
  }

  /** Asks for the difference to what is in front now. */
  follow(): void {
    const visit = ++this.visit;
    const { viewer, shown, mode, difference } = this.get();
    if (difference) this.set({ difference: null });
    this.giveBack(difference);
    if (!viewer || !shown || mode !== 'difference') return;
    this.differenceTo(shown, viewer).then(
      made => (visit === this.visit ? this.set({ difference: made, error: null }) : this.giveBack(made)),
      error => visit === this.visit && this.set({ error: recordOf(error) }),
    );
  }

  close(): void {
    this.visit++;
    const { viewer, difference } = this.get();
    this.set(nothingKept);
    this.giveBack(viewer);
    this.giveBack(difference);
  }

  private async differenceTo(shown: ViewerInfo, viewer: ViewerInfo): Promise<ViewerInfo> {
    const { kept, together } = this.get();
    const first = together ? viewer : await this.single(viewer, kept?.frame ?? 0);
    try {
      const pair = { first: first.handle, second: shown.handle };
      return (await this.link.request('viewer.difference', pair)).result;
    } finally {
      // the difference holds on to what it reads
      if (first !== viewer) this.giveBack(first);
    }
  }

  private async single(viewer: ViewerInfo, frame: number): Promise<ViewerInfo> {
    const range = { handle: viewer.handle, first: frame, end: frame + 1, how: 'sum' } as const;
    return (await this.link.request('viewer.project', range)).result;
  }

  /** Nobody waits for the answer. */
  private giveBack(viewer: ViewerInfo | null): void {
    if (viewer) this.link.request('viewer.close', { handle: viewer.handle }).catch(() => undefined);
  }
}
