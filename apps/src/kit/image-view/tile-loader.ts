import { isAbort } from '@daisy-lab/core';
import type { Camera, Size } from './camera.js';
import type { ImageSource, Quality, Tile, TileArea } from './image-source.js';
import { covers, detailArea, draftOf, firstOf, wholeArea, type Scene } from './tile-areas.js';

interface Loaded {
  readonly tile: Tile;
  readonly source: ImageSource;
  readonly quality: Quality;
  readonly flaws: Scene['flaws'];
  readonly more: Scene['more'];
}

const noticedMs = 100;

/** What is superseded may still come for so long: a drag shows as many pictures as it can. */
const supersededMs = 600;

/**
 * Keeps two tiles for a view: the whole frame pooled to the canvas, and above it the visible part at full detail. A draft is one tile
 * of what is in view. One request in flight; when the scene changed meanwhile, the newest scene is asked for next, and a picture that nobody
 * waits for any more is not waited for long.
 */
export class TileLoader {
  private whole: Loaded | undefined;
  private detail: Loaded | undefined;
  /** The one of the two that came last. */
  private newest: Loaded | undefined;
  private scene: Scene | undefined;
  private busy = false;
  private again = false;
  /** What is being loaded. */
  private loading: { readonly scene: Scene; readonly stop: AbortController } | undefined;
  private superseded: ReturnType<typeof setTimeout> | undefined;
  private readonly abort = new AbortController();

  constructor(
    private readonly onTile: () => void,
    private readonly onBusy: (busy: boolean) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  dispose(): void {
    this.keepLoading();
    this.abort.abort();
    this.loading?.stop.abort();
  }

  /** The newest wish. The last picture stays until its successor has arrived. */
  want(scene: Scene): void {
    this.scene = scene;
    if (!this.busy) return void this.load();
    this.again = true;
    const { loading } = this;
    if (loading && (loading.scene.source !== scene.source || loading.scene.frame !== scene.frame))
      this.superseded ??= setTimeout(() => loading.stop.abort(), supersededMs);
    else this.keepLoading();
  }

  /** Tiles to paint, lowest first; all of one frame. */
  tiles(camera: Camera, canvas: Size): readonly Tile[] {
    const { whole, detail, newest } = this;
    if (!newest) return [];
    const isOf = (loaded?: Loaded): loaded is Loaded =>
      loaded?.source === newest.source && loaded.tile.frame === newest.tile.frame;
    // the draft of an earlier view may be coarser than the whole is by now
    const above = isOf(detail) && (detail === newest || detail.quality === 'exact') ? detail.tile : undefined;
    if (above && covers(above, camera, canvas, newest.source)) return [above];
    return [...(isOf(whole) ? [whole.tile] : []), ...(above ? [above] : [])];
  }

  get shown(): { readonly frame: number; readonly version: number; readonly quality: Quality } | undefined {
    const { newest } = this;
    return newest && { frame: newest.tile.frame, version: newest.source.version, quality: newest.quality };
  }

  /** The stored value at an image pixel when a tile with stored values covers it. */
  valueAt(scene: Scene, x: number, y: number): number | undefined {
    for (const loaded of [this.detail, this.whole]) {
      const t = loaded?.tile;
      if (!t || loaded.source !== scene.source || loaded.quality !== 'exact') continue;
      if (t.frame !== scene.frame || t.binX !== 1 || t.binY !== 1) continue;
      if (x >= t.x && y >= t.y && x < t.x + t.width && y < t.y + t.height) {
        return t.data[(y - t.y) * t.width + x - t.x];
      }
    }
    return undefined;
  }

  private async load(): Promise<void> {
    this.busy = true;
    let told = false;
    // nothing is drawn for waits that nobody notices
    const waiting = setTimeout(() => this.onBusy((told = true)), noticedMs);
    try {
      do {
        this.again = false;
        if (this.scene) await this.loadNewest(this.scene);
      } while (this.again && !this.abort.signal.aborted);
    } catch (error) {
      if (!this.abort.signal.aborted) this.onError(error);
    } finally {
      this.busy = false;
      clearTimeout(waiting);
      if (told && !this.abort.signal.aborted) this.onBusy(false);
    }
    if (this.again && !this.abort.signal.aborted) void this.load();
  }

  private async loadNewest(scene: Scene): Promise<void> {
    const stop = new AbortController();
    this.loading = { scene, stop };
    try {
      await this.loadScene(scene);
    } catch (error) {
      // it was given up because another scene is wanted, or with the scan of which it is
      if (!isAbort(error)) throw error;
    } finally {
      this.keepLoading();
    }
  }

  private keepLoading(): void {
    clearTimeout(this.superseded);
    this.superseded = undefined;
  }

  /** What is in view comes before what a later move may need. */
  private async loadScene(scene: Scene): Promise<void> {
    const whole = wholeArea(scene);
    const detail = detailArea(scene);
    if (scene.quality === 'draft') {
      if (detail) await this.bringDetail(scene, draftOf(detail, scene.canvas));
      else await this.bringWhole(scene, draftOf(whole, scene.canvas));
      return;
    }
    const first = firstOf(whole);
    if (first && this.newest?.source !== scene.source) await this.bringWhole(scene, first);
    if (detail && !this.again) await this.bringDetail(scene, detail);
    if (!this.again) await this.bringWhole(scene, whole);
  }

  private async bringWhole(scene: Scene, area: TileArea): Promise<void> {
    if (!isEnough(this.whole, scene, area)) this.show((this.whole = await this.tile(scene, area)));
  }

  private async bringDetail(scene: Scene, area: TileArea): Promise<void> {
    if (!isEnough(this.detail, scene, area)) this.show((this.detail = await this.tile(scene, area)));
  }

  private async tile({ source, flaws, more }: Scene, area: TileArea): Promise<Loaded> {
    const marked = flaws ? { ...area, flaws } : area;
    const { signal } = this.loading!.stop;
    return { tile: await source.tile(marked, signal), source, quality: area.quality, flaws, more };
  }

  private show(loaded: Loaded): void {
    this.newest = loaded;
    this.onTile();
  }
}

function isEnough(loaded: Loaded | undefined, scene: Scene, area: TileArea): boolean {
  const { source, frame, camera, canvas } = scene;
  if (loaded?.source !== source || loaded.tile.frame !== frame || loaded.flaws !== scene.flaws) return false;
  const { tile, quality } = loaded;
  if (tile.overview && !tile.overview.isComplete && loaded.more !== scene.more) return false;
  const [x, y] = [tile.binX / area.binX, tile.binY / area.binY];
  const isFine = area.quality === 'draft' ? x <= 1 && y <= 1 : quality === 'exact' && x === 1 && y === 1;
  return isFine && covers(tile, camera, canvas, source);
}
