import type { ReadBox } from './frame-source.js';

interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Steps along a line that are read together. */
const stepsAtOnce = 512;
/** A row or column is read in longer pieces. */
const straightSteps = 1 << 20;

/** As `profileOf` of an image in memory, of pixels that are read piece by piece along the line. */
export async function profileInParts(
  read: ReadBox,
  { width, height }: { readonly width: number; readonly height: number },
  line: Line,
): Promise<Float32Array> {
  const last = Math.max(1, Math.round(Math.hypot(line.x1 - line.x0, line.y1 - line.y0)));
  const values = new Float32Array(last + 1).fill(Number.NaN);
  const at = (step: number) => {
    const share = step / last;
    return { x: line.x0 + share * (line.x1 - line.x0), y: line.y0 + share * (line.y1 - line.y0) };
  };
  const steps = line.x0 === line.x1 || line.y0 === line.y1 ? straightSteps : stepsAtOnce;
  for (let first = 0; first <= last; first += steps) {
    const end = Math.min(first + steps, last + 1) - 1;
    const [from, to] = [at(first), at(end)];
    const x = Math.max(0, Math.floor(Math.min(from.x, to.x)));
    const y = Math.max(0, Math.floor(Math.min(from.y, to.y)));
    const box = {
      ...{ x, y },
      width: Math.min(width - 1, Math.ceil(Math.max(from.x, to.x))) - x + 1,
      height: Math.min(height - 1, Math.ceil(Math.max(from.y, to.y))) - y + 1,
    };
    if (box.width <= 0 || box.height <= 0) continue;
    const pixels = await read(box);
    for (let step = first; step <= end; step++) {
      const point = { x: Math.round(at(step).x) - x, y: Math.round(at(step).y) - y };
      const inside = point.x >= 0 && point.y >= 0 && point.x < box.width && point.y < box.height;
      if (inside) values[step] = pixels[point.y * box.width + point.x]!;
    }
  }
  return values;
}
