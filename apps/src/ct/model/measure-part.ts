import { newestWins } from '../../kit/link/newest-wins.js';
import type { Point } from '../../kit/image-view/image-stage.js';
import type { ViewShape } from '../../kit/image-view/view-shape.js';
import type { CtStore } from './ct-store.js';

/** Line profile and statistics of a rectangle on the slice. */
export class MeasurePart {
  private readonly ask = newestWins<void>(
    () => this.load(),
    error => this.store.fail('measure', error),
  );

  constructor(private readonly store: CtStore) {}

  /** What a drag on the slice draws; null: it moves the picture. */
  setTool(tool: ViewShape['kind'] | null): void {
    if (tool && tool !== this.store.view.shape?.kind) this.clear();
    this.store.set({ tool });
  }

  draw(from: Point, to: Point): void {
    const { tool } = this.store.view;
    if (!tool) return;
    this.store.set({ shape: { kind: tool, from, to } });
    this.refresh();
  }

  clear(): void {
    this.store.set({ shape: null, profile: null, statistics: null, through: null });
  }

  /** The numbers follow the slice. */
  refresh(): void {
    if (this.store.view.shape) void this.ask();
  }

  /** The live slice, or that of the volume in the step View. */
  private get measured(): { readonly handle: string; readonly frame: number } | null {
    const { slice, result, resultRow, state } = this.store.view;
    if (state.step === 'view') return result && { handle: result.handle, frame: resultRow };
    return slice && { handle: slice.handle, frame: 0 };
  }

  private async load(): Promise<void> {
    const { shape, state, opened } = this.store.view;
    const at = this.measured;
    if (!shape) return;
    const { from, to } = shape;
    const box = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    };
    if (state.step === 'inspect') {
      if (!opened || box.width * box.height === 0) return;
      await this.store.attempt(
        'through',
        () => this.store.link.request('ct.through', { scan: this.store.scan, ...box }),
        ({ result }) => this.store.set({ through: result }),
      );
      return;
    }
    if (!at) return;
    if (shape.kind === 'segment') {
      const line = { x0: from.x - 0.5, y0: from.y - 0.5, x1: to.x - 0.5, y1: to.y - 0.5 };
      await this.store.attempt(
        'measure',
        () => this.store.link.request('viewer.profile', { ...at, ...line }),
        ({ arrays }) => {
          const values = Array.from(arrays?.['values']?.data as Float32Array);
          this.store.set({ profile: { at: values.map((_, step) => step), values }, statistics: null });
        },
      );
      return;
    }
    await this.store.attempt(
      'measure',
      () => this.store.link.request('ct.region', { ...at, ...box }),
      ({ result }) => this.store.set({ statistics: result, profile: null }),
    );
  }
}
