import type { Flaw, OverviewFacts } from '@daisy-lab/core';
import { fitCamera, oneToOne, panBy, zoomAt, type Camera, type Fit, type Size } from './camera.js';
import type { ImageSource, Quality } from './image-source.js';
import { CpuPainter, grey, nanColour, type Look, type Painter } from './paint.js';
import type { Scene } from './tile-areas.js';
import { TileLoader } from './tile-loader.js';

/** What lies under the pointer; `value` is undefined as long as it is being asked for. */
export interface Reading {
  readonly x: number;
  readonly y: number;
  readonly value: number | undefined;
}

/** A place in the image; the centre of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface StageEvents {
  reading?(reading: Reading | null): void;
  /** Contrast was changed here. */
  look?(look: Look): void;
  /** The user stepped through the stack here. */
  frame?(frame: number): void;
  /** Arrow keys; without it they pan. */
  nudge?(dx: number, dy: number): void;
  /** The user asks for automatic contrast. */
  auto?(): void;
  /** The user asks for marks on pixels with flaws, or for none. */
  mark?(): void;
  /** Zoomed or moved here. */
  camera?(camera: Camera): void;
  /** Dragged with the left button, in image coordinates; without it a drag moves the picture. */
  draw?(from: Point, to: Point, done: boolean): void;
  busy?(busy: boolean): void;
  error?(error: unknown): void;
  /** A complete picture of a frame is on the screen. */
  painted?(quality: Quality, overview: OverviewFacts | undefined): void;
}

export interface StageParts {
  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: SVGSVGElement;
}

/** Frames that rest so long are shown exactly. */
const restMs = 150;

let sharedPainter: Painter | undefined;

/** One image on a canvas, without framework. Draws at most once per animation frame and nothing while hidden. */
export class ImageStage {
  look: Look = { low: 0, high: 1, log: false, colours: grey, bad: nanColour };
  camera: Camera = { x: 0, y: 0, stepX: 1, stepY: 1 };
  frame = 0;
  /** In a notebook output use `focused`: a wheel that always zooms traps the page's scrolling. */
  wheel: 'always' | 'focused' = 'always';
  /** Kinds of pixels that are marked. */
  private flaws: readonly Flaw[] = [];
  events: StageEvents = {};
  private source: ImageSource | null = null;
  private quality: Quality = 'exact';
  private fit: Fit = 'square';
  private fitted = true;
  private more = 0;
  private visible = true;
  private drawRequest = 0;
  private movedAt = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private readonly loader = new TileLoader(
    () => this.draw(),
    busy => this.events.busy?.(busy),
    error => this.events.error?.(error),
  );
  private readonly sizes = new ResizeObserver(() => this.resize());
  private readonly sight = new IntersectionObserver(([entry]) => {
    this.visible = entry.isIntersecting;
    if (this.visible) this.changed();
  });

  constructor(
    readonly parts: StageParts,
    private readonly painter: Painter = (sharedPainter ??= new CpuPainter()),
  ) {
    this.sizes.observe(parts.host);
    this.sight.observe(parts.host);
    this.resize();
  }

  dispose(): void {
    this.loader.dispose();
    this.sizes.disconnect();
    this.sight.disconnect();
    clearTimeout(this.rest);
    cancelAnimationFrame(this.drawRequest);
  }

  /**
   * Shows a frame. A source of another size is fitted anew, one of the same size keeps zoom and place. Frames that follow each other
   * faster than they could be looked at are drafts; the last of them becomes exact when it rests.
   */
  show(source: ImageSource | null, frame: number, wanted: Quality = 'exact', fit: Fit = 'square'): void {
    const resized = source?.width !== this.source?.width || source?.height !== this.source?.height || fit !== this.fit;
    const hurries = wanted === 'exact' && source === this.source && frame !== this.frame && this.hurries();
    Object.assign(this, { source, frame, fit, quality: hurries ? 'draft' : wanted });
    clearTimeout(this.rest);
    if (hurries) {
      this.rest = setTimeout(() => {
        this.quality = 'exact';
        this.request();
      }, restMs);
    }
    if (source && resized) this.fitAll();
    else this.request();
  }

  /** Whether the frame before this one came only just now. */
  private hurries(): boolean {
    const before = this.movedAt;
    this.movedAt = performance.now();
    return this.movedAt - before < restMs;
  }

  setLook(look: Look, tell = true): void {
    this.look = look;
    if (tell) this.events.look?.(look);
    this.draw();
  }

  setFlaws(flaws: readonly Flaw[]): void {
    this.flaws = flaws;
    this.request();
  }

  /** Goes on reading what an overview is made of. */
  readMore(): void {
    this.more++;
    this.request();
  }

  fitAll(): void {
    if (!this.source) return;
    this.camera = fitCamera(this.source, this.size, this.fit);
    this.fitted = true;
    this.changed();
    this.events.camera?.(this.camera);
  }

  actualSize(): void {
    this.moveTo(oneToOne(this.camera, this.size));
  }

  /** Zooms at a point of the view in CSS pixels. */
  zoom(clientX: number, clientY: number, factor: number): void {
    if (!this.source) return;
    const at = this.canvasPoint(clientX, clientY);
    this.moveTo(zoomAt(this.camera, at.x, at.y, factor, this.source));
  }

  /** Moves the picture by CSS pixels, from a given camera. */
  pan(dx: number, dy: number, from: Camera = this.camera): void {
    const ratio = pixelRatio();
    this.moveTo(panBy(from, dx * ratio, dy * ratio));
  }

  step(by: number): void {
    if (!this.source) return;
    const frame = Math.min(Math.max(this.frame + by, 0), this.source.frames - 1);
    if (frame !== this.frame) this.events.frame?.(frame);
  }

  /** Image coordinates of a point of the page. */
  imagePoint(clientX: number, clientY: number): { readonly x: number; readonly y: number } {
    const at = this.canvasPoint(clientX, clientY);
    return { x: this.camera.x + at.x * this.camera.stepX, y: this.camera.y + at.y * this.camera.stepY };
  }

  /** Tells the value under a point of the page. */
  read(clientX: number, clientY: number): void {
    const scene = this.scene();
    if (!scene || !this.events.reading) return;
    const point = this.imagePoint(clientX, clientY);
    const x = Math.floor(point.x);
    const y = Math.floor(point.y);
    const { source, frame } = scene;
    if (x < 0 || y < 0 || x >= source.width || y >= source.height) return this.events.reading(null);
    const value = this.loader.valueAt(scene, x, y);
    this.events.reading({ x, y, value });
    if (value !== undefined) return;
    source.value(frame, x, y).then(
      answer => this.events.reading?.({ x, y, value: answer }),
      () => this.events.reading?.({ x, y, value: undefined }),
    );
  }

  private get size(): Size {
    return this.parts.canvas;
  }

  /** Shows what another view shows; tells nobody. */
  follow(camera: Camera): void {
    this.camera = camera;
    this.fitted = false;
    this.changed();
  }

  private moveTo(camera: Camera): void {
    this.follow(camera);
    this.events.camera?.(camera);
  }

  private canvasPoint(clientX: number, clientY: number): { x: number; y: number } {
    const box = this.parts.canvas.getBoundingClientRect();
    const ratio = pixelRatio();
    return { x: (clientX - box.left) * ratio, y: (clientY - box.top) * ratio };
  }

  private resize(): void {
    const { host, canvas } = this.parts;
    const ratio = pixelRatio();
    const width = Math.round(host.clientWidth * ratio);
    const height = Math.round(host.clientHeight * ratio);
    if (!width || !height || (width === canvas.width && height === canvas.height)) return;
    canvas.width = width;
    canvas.height = height;
    if (this.fitted) this.fitAll();
    else this.changed();
  }

  private changed(): void {
    this.draw();
    this.request();
  }

  private scene(): Scene | undefined {
    const { source, frame, camera, quality, flaws, more } = this;
    if (!source) return undefined;
    const scene = { source, frame, camera, quality, more, canvas: this.size };
    return flaws.length > 0 ? { ...scene, flaws } : scene;
  }

  private request(): void {
    const scene = this.scene();
    if (scene && this.visible && this.size.width > 0) this.loader.want(scene);
  }

  private draw(): void {
    this.drawRequest ||= requestAnimationFrame(() => {
      this.drawRequest = 0;
      this.paint();
    });
  }

  private paint(): void {
    const { camera, size } = this;
    const { overlay, canvas } = this.parts;
    overlay.setAttribute(
      'viewBox',
      `${camera.x} ${camera.y} ${size.width * camera.stepX} ${size.height * camera.stepY}`,
    );
    const tiles = this.loader.tiles(camera, size);
    const shown = this.loader.shown;
    if (!this.visible || !shown) return;
    this.painter.paint(canvas, tiles, camera, this.look);
    canvas.dataset['frame'] = String(shown.frame);
    canvas.dataset['version'] = String(shown.version);
    canvas.dataset['quality'] = shown.quality;
    this.events.painted?.(shown.quality, tiles.at(-1)?.overview);
  }
}

function pixelRatio(): number {
  return globalThis.devicePixelRatio || 1;
}
