import {
  recordOf,
  type ErrorRecord,
  type KernelLink,
  type MethodParams,
  type PixelStatistics,
  type ViewerInfo,
} from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import type { ViewShape } from '../../kit/image-view/view-shape.js';

/** What the left button does on a picture, and what is measured. */
export type Tool = 'move' | 'row' | 'column' | 'line' | 'region';
/** A stack of images as the kernel is asked for it. */
export type ImageWish = MethodParams<'viewer.open'>;
/** Single images, or all of them put together. */
export type Together = 'none' | 'mean' | 'sum' | 'max' | 'min';

export interface ImageState {
  /** The stack; stays while a newer one is opened. */
  readonly viewer: ViewerInfo | null;
  readonly together: Together;
  /** All images as one, when that was asked for. */
  readonly projection: ViewerInfo | null;
  readonly tool: Tool;
  /** Row or column that is measured, in pixels. */
  readonly at: number;
  readonly shape: ViewShape | null;
  readonly profile: readonly number[] | null;
  readonly statistics: PixelStatistics | null;
  readonly error: ErrorRecord | null;
}

export const noImage: ImageState = {
  viewer: null,
  together: 'none',
  projection: null,
  tool: 'move',
  at: 0,
  shape: null,
  profile: null,
  statistics: null,
  error: null,
};

/** Where a row or column is measured at first. */
const middleOf = (tool: Tool, viewer: ViewerInfo | null): number =>
  Math.floor((tool === 'row' ? (viewer?.height ?? 0) : (viewer?.width ?? 0)) / 2);

/** The stack of images of a dataset, and what is measured on the shown one. */
export class ImagePart {
  private visit = 0;
  private readonly measureNewest = newestWins<number>(
    frame => this.measureNow(frame),
    error => this.set({ error: recordOf(error) }),
  );

  constructor(
    private readonly link: KernelLink,
    private readonly get: () => ImageState,
    private readonly set: (change: Partial<ImageState>) => void,
  ) {}

  /** Opens a stack; the old picture stays until the new one is there. */
  async open(wish: ImageWish, frame: number): Promise<void> {
    const visit = ++this.visit;
    try {
      const { result } = await this.link.request('viewer.open', wish);
      if (visit !== this.visit) return this.closeViewer(result);
      const { viewer, projection } = this.get();
      const { tool, at } = this.get();
      this.set({ viewer: result, projection: null, error: null, at: viewer ? at : middleOf(tool, result) });
      this.closeViewer(viewer);
      this.closeViewer(projection);
      await this.put(this.get().together);
      this.measure(frame);
    } catch (error) {
      if (visit === this.visit) this.set({ error: recordOf(error) });
    }
  }

  close(): void {
    this.visit++;
    const { viewer, projection } = this.get();
    this.set({ ...noImage, tool: this.get().tool });
    this.closeViewer(viewer);
    this.closeViewer(projection);
  }

  /** Shows all images as one, or single ones again. */
  async put(together: Together): Promise<void> {
    const { viewer, projection } = this.get();
    this.set({ together, projection: null });
    this.closeViewer(projection);
    if (!viewer || together === 'none') return;
    try {
      const range = { handle: viewer.handle, first: 0, end: viewer.frames };
      const { result } = await this.link.request('viewer.project', { ...range, how: together });
      if (this.get().viewer === viewer && this.get().together === together) this.set({ projection: result });
      else this.closeViewer(result);
    } catch (error) {
      this.set({ error: recordOf(error) });
    }
  }

  choose(tool: Tool, frame: number): void {
    const { viewer } = this.get();
    this.set({ tool, at: middleOf(tool, viewer), shape: null, profile: null, statistics: null });
    this.measure(frame);
  }

  moveTo(at: number, frame: number): void {
    const { viewer, tool } = this.get();
    const length = (tool === 'row' ? viewer?.height : viewer?.width) ?? 1;
    this.set({ at: Math.min(Math.max(Math.floor(at), 0), length - 1) });
    this.measure(frame);
  }

  draw(shape: ViewShape, frame: number): void {
    this.set({ shape });
    this.measure(frame);
  }

  /** Measures on the shown image, newest wish first. */
  measure(frame: number): void {
    const { viewer, tool } = this.get();
    if (viewer && tool !== 'move') void this.measureNewest(frame);
  }

  private async measureNow(wanted: number): Promise<void> {
    const { viewer, projection, tool, shape, at } = this.get();
    const shown = projection ?? viewer;
    if (!shown || tool === 'move') return;
    const frame = Math.min(wanted, shown.frames - 1);
    const place = { handle: shown.handle, frame };
    if (tool === 'region') {
      const rectangle = shape && {
        x: Math.floor(Math.min(shape.from.x, shape.to.x)),
        y: Math.floor(Math.min(shape.from.y, shape.to.y)),
        width: Math.max(1, Math.round(Math.abs(shape.to.x - shape.from.x))),
        height: Math.max(1, Math.round(Math.abs(shape.to.y - shape.from.y))),
      };
      const { result } = await this.link.request('viewer.statistics', { ...place, ...rectangle });
      this.set({ statistics: result, error: null });
      return;
    }
    const line =
      tool === 'row'
        ? { x0: 0, y0: at, x1: shown.width - 1, y1: at }
        : tool === 'column'
          ? { x0: at, y0: 0, x1: at, y1: shown.height - 1 }
          : shape && { x0: shape.from.x, y0: shape.from.y, x1: shape.to.x, y1: shape.to.y };
    if (!line) return;
    const { arrays } = await this.link.request('viewer.profile', { ...place, ...line });
    this.set({ profile: Array.from((arrays?.['values']?.data ?? []) as ArrayLike<number>), error: null });
  }

  /** Nobody waits for the answer. */
  private closeViewer(viewer: ViewerInfo | null): void {
    if (viewer) this.link.request('viewer.close', { handle: viewer.handle }).catch(() => undefined);
  }
}
