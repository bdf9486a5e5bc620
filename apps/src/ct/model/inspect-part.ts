import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

const frameMs = 80;

/** What was found in the data, and the movie through the angles. */
export class InspectPart {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {}

  dispose(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    const { opened, findings, busy } = this.store.view;
    if (!opened || findings || busy.findings) return;
    await this.store.attempt(
      'findings',
      () => this.store.link.request('ct.findings', { scan: this.store.scan }),
      ({ result }) => this.store.set({ findings: result }),
    );
  }

  /** Turns the sample: one projection after the other. */
  play(playing: boolean): void {
    clearInterval(this.timer);
    this.store.set({ playing });
    if (!playing) return;
    this.timer = setInterval(() => {
      const { state, opened } = this.store.view;
      const frames = opened?.projections.frames ?? 1;
      this.slice.setAngle((state.angle + 1) % frames);
    }, frameMs);
  }
}
