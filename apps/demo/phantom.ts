export interface Frame {
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly data: Float32Array;
}

export const phantom = { columns: 256, rows: 64, angles: 181, axisPx: 131.5 };

interface Ball {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  readonly density: number;
}

const balls: readonly Ball[] = [
  { x: 0, y: 0, z: 0, radius: 0.85, density: 1 },
  { x: -0.3, y: 0.2, z: 0, radius: 0.22, density: 0.8 },
  { x: 0.35, y: -0.25, z: 0.1, radius: 0.28, density: -0.6 },
  { x: 0.1, y: 0.5, z: -0.1, radius: 0.12, density: 1.4 },
];

/** Half the width of a ball at a row, in units of half the detector; 0 where the row misses it. */
function halfWidth(ball: Ball, row: number): number {
  const z = ((row + 0.5) / phantom.rows - 0.5) * 1.2 - ball.z;
  return Math.sqrt(Math.max(0, ball.radius ** 2 - z ** 2));
}

function lineIntegral(row: number, angle: number, column: number): number {
  const theta = (angle / (phantom.angles - 1)) * Math.PI;
  const u = ((column - phantom.axisPx) / phantom.columns) * 2;
  let sum = 0;
  for (const ball of balls) {
    const s = u - ball.x * Math.cos(theta) - ball.y * Math.sin(theta);
    sum += 2 * ball.density * Math.sqrt(Math.max(0, halfWidth(ball, row) ** 2 - s ** 2));
  }
  return sum;
}

function frame(width: number, height: number, value: (x: number, y: number) => number): Frame {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = value(x, y);
  return { width, height, data };
}

export const projection = (angle: number): Frame =>
  frame(phantom.columns, phantom.rows, (column, row) => lineIntegral(row, angle, column));

export const sinogram = (row: number): Frame =>
  frame(phantom.columns, phantom.angles, (column, angle) => lineIntegral(row, angle, column));

/** The slice, seen double when the axis is off by `shiftPx`. */
export function disc(row: number, shiftPx: number): Frame {
  const n = phantom.columns;
  const shift = (2 * shiftPx) / n;
  return frame(n, n, (i, j) => {
    const x = (2 * (i - n / 2)) / n;
    const y = (2 * (j - n / 2)) / n;
    let sum = 0;
    for (const ball of balls) {
      const r = halfWidth(ball, row);
      for (const side of [-shift, shift]) if (Math.hypot(x - ball.x - side, y - ball.y) < r) sum += ball.density / 2;
    }
    return sum;
  });
}
