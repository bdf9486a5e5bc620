/** Image coordinates of the canvas's upper left corner, and image pixels per canvas pixel. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `square`: pixels are square. `fill`: the axes mean different things, so the image fills the view. */
export type Fit = 'square' | 'fill';

/** Below this height in canvas pixels an image would be a line that nobody can hit. */
const thinnest = 24;
const largestPixel = 128;

/** The whole image, centred. An image of a few rows gets up to 32 canvas pixels per row. */
export function fitCamera(image: Size, canvas: Size, fit: Fit = 'square'): Camera {
  const acrossX = image.width / canvas.width || 1;
  const acrossY = image.height / canvas.height || 1;
  const square = Math.max(acrossX, acrossY);
  const thin = image.height / square < thinnest;
  const stepX = fit === 'fill' ? acrossX : square;
  const stepY = fit === 'fill' ? Math.max(acrossY, 1 / 32) : thin ? Math.max(1 / 32, acrossY) : square;
  return {
    stepX,
    stepY,
    x: (image.width - canvas.width * stepX) / 2,
    y: (image.height - canvas.height * stepY) / 2,
  };
}

/** Zooms by `factor` (above 1: out); the image point under the canvas point stays where it is. */
export function zoomAt(camera: Camera, canvasX: number, canvasY: number, factor: number, image: Size): Camera {
  const stepX = Math.min(Math.max(camera.stepX * factor, 1 / largestPixel), Math.max(image.width / 8, 1));
  const limited = stepX / camera.stepX;
  return {
    stepX,
    stepY: camera.stepY * limited,
    x: camera.x + canvasX * camera.stepX * (1 - limited),
    y: camera.y + canvasY * camera.stepY * (1 - limited),
  };
}

/** One image pixel per canvas pixel around the middle of the view. */
export function oneToOne(camera: Camera, canvas: Size): Camera {
  const x = camera.x + (canvas.width / 2) * camera.stepX;
  const y = camera.y + (canvas.height / 2) * camera.stepY;
  return { stepX: 1, stepY: 1, x: x - canvas.width / 2, y: y - canvas.height / 2 };
}

/** Moves the picture by canvas pixels. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx * camera.stepX, y: camera.y - dy * camera.stepY };
}
