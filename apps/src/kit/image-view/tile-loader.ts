import { fitCamera, type Camera, type Size } from './camera.js';
import type { ImageSource, Quality, Tile } from './image-source.js';

/** What a view wants to show. */
export interface Scene {
  readonly source: ImageSource;
  readonly frame: number;
  readonly camera: Camera;
  readonly canvas: Size;
  readonly quality: Quality;
}

interface Loaded {
  readonly tile: Tile;
  readonly source: ImageSource;
  readonly quality: Quality;
}

/**
 * Keeps two tiles for a view: the whole frame pooled to the canvas, and above it the visible part at full detail.
 * One request in flight; when the scene changed meanwhile, the newest scene is asked for next.
 */
export class TileLoader {
  private whole: Loaded | undefined;
  private detail: Loaded | undefined;
  private scene: Scene | undefined;
  private busy = false;
  private again = false;
  private readonly abort = new AbortController();

  constructor(
    private readonly onTile: () => void,
    private readonly onBusy: (busy: boolean) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  dispose(): void {
    this.abort.abort();
  }

  /** The newest wish. The last picture stays until its successor has arrived. */
  want(scene: Scene): void {
    this.scene = scene;
    if (this.busy) this.again = true;
    else void this.load();
  }

  /** Tiles to paint, lowest first. */
  tiles(camera: Camera, canvas: Size): readonly Tile[] {
    const { whole, detail } = this;
    if (!whole) return [];
    const fits = detail && detail.source === whole.source && detail.tile.frame === whole.tile.frame;
    if (!fits) return [whole.tile];
    return covers(detail.tile, camera, canvas, detail.source) ? [detail.tile] : [whole.tile, detail.tile];
  }

  get shown(): { readonly frame: number; readonly version: number; readonly quality: Quality } | undefined {
    const { whole } = this;
    return whole && { frame: whole.tile.frame, version: whole.source.version, quality: whole.quality };
  }

  /** The stored value at an image pixel when a tile with stored values covers it. */
  valueAt(scene: Scene, x: number, y: number): number | undefined {
    for (const loaded of [this.detail, this.whole]) {
      const t = loaded?.tile;
      if (!t || loaded.source !== scene.source || t.frame !== scene.frame || t.binX !== 1 || t.binY !== 1) continue;
      if (x >= t.x && y >= t.y && x < t.x + t.width && y < t.y + t.height) {
        return t.data[(y - t.y) * t.width + x - t.x];
      }
    }
    return undefined;
  }

  private async load(): Promise<void> {
    this.busy = true;
    this.onBusy(true);
    try {
      do {
        this.again = false;
        if (this.scene) await this.loadScene(this.scene);
      } while (this.again && !this.abort.signal.aborted);
    } catch (error) {
      if (!this.abort.signal.aborted) this.onError(error);
    } finally {
      this.busy = false;
      if (!this.abort.signal.aborted) this.onBusy(false);
    }
    if (this.again && !this.abort.signal.aborted) void this.load();
  }

  private async loadScene(scene: Scene): Promise<void> {
    const { source, frame, canvas, camera, quality } = scene;
    const { signal } = this.abort;
    const fitted = fitCamera(source, canvas, 'fill');
    const binX = Math.max(1, Math.floor(fitted.stepX + 1e-9));
    const binY = Math.max(1, Math.floor(fitted.stepY + 1e-9));
    const area = { frame, x: 0, y: 0, width: source.width, height: source.height };
    // Over a slow line the first picture of a stack comes coarse, before the one that fills the screen.
    const coarse = coarseFor(area, binX, binY);
    if (this.whole?.source !== source && coarse > 1) {
      const [x, y] = [binX * coarse, binY * coarse];
      const tile = await source.tile({ ...area, binX: x, binY: y, pool: 'mean', quality: 'draft' }, signal);
      this.whole = { tile, source, quality: 'draft' };
      this.onTile();
      if (this.again) return;
    }
    if (!isCurrent(this.whole, scene)) {
      const tile = await source.tile({ ...area, binX, binY, pool: 'mean', quality }, signal);
      this.whole = { tile, source, quality };
      this.onTile();
    }
    const finer = { x: binFor(camera.stepX), y: binFor(camera.stepY) };
    if (this.again || (finer.x >= binX && finer.y >= binY)) return;
    const spanX = widened(camera.x, canvas.width * camera.stepX, source.width, finer.x);
    const spanY = widened(camera.y, canvas.height * camera.stepY, source.height, finer.y);
    const known = this.detail;
    const enough =
      isCurrent(known, scene) &&
      known?.tile.binX === finer.x &&
      known.tile.binY === finer.y &&
      covers(known.tile, camera, canvas, source);
    if (enough || spanX.length <= 0 || spanY.length <= 0) return;
    const tile = await source.tile(
      {
        frame,
        x: spanX.from,
        y: spanY.from,
        width: spanX.length,
        height: spanY.length,
        binX: finer.x,
        binY: finer.y,
        pool: 'mean',
        quality,
      },
      signal,
    );
    this.detail = { tile, source, quality };
    this.onTile();
  }
}

/** Samples of a first picture. */
const coarseSamples = 1 << 16;

/** By how much the first picture is coarser than the screen; 1 where that is not worth a request of its own. */
function coarseFor({ width, height }: { width: number; height: number }, binX: number, binY: number): number {
  const samples = Math.ceil(width / binX) * Math.ceil(height / binY);
  return samples < 4 * coarseSamples ? 1 : Math.ceil(Math.sqrt(samples / coarseSamples));
}

function isCurrent(loaded: Loaded | undefined, { source, frame, quality }: Scene): boolean {
  return (
    loaded?.source === source && loaded.tile.frame === frame && (loaded.quality === 'exact' || quality === 'draft')
  );
}

function binFor(step: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(step + 1e-9)));
}

/** An eighth more on each side than is seen, on whole bins, so that small pans need no request. */
function widened(from: number, length: number, size: number, bin: number): { from: number; length: number } {
  const start = Math.max(0, Math.floor((from - length / 8) / bin) * bin);
  const end = Math.min(size, Math.ceil((from + length * 1.125) / bin) * bin);
  return { from: start, length: end - start };
}

/** Whether everything that the canvas shows of the image lies inside the tile. */
function covers(tile: Tile, camera: Camera, canvas: Size, image: Size): boolean {
  return (
    tile.x <= Math.max(0, camera.x) &&
    tile.y <= Math.max(0, camera.y) &&
    tile.x + tile.width * tile.binX >= Math.min(image.width, camera.x + canvas.width * camera.stepX) &&
    tile.y + tile.height * tile.binY >= Math.min(image.height, camera.y + canvas.height * camera.stepY)
  );
}
