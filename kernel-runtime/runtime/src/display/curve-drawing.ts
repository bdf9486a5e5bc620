export interface Point {
  readonly x: number;
  readonly y: number;
}

const width = 530;
const height = 280;
/** The frame around the curve, in px of the drawing. */
const frame = { left: 70, right: 520, top: 10, bottom: 230 };

/** A range of values on one side of the frame. */
interface Scale {
  readonly low: number;
  readonly high: number;
  toPx(value: number): number;
}

/** A curve as an SVG of its own, on white, with ticks and labels: readable in any viewer of notebooks and in print. */
export function drawCurve(points: readonly Point[], xLabel: string, yLabel: string): string {
  const finite = points.filter(isFinitePoint);
  const across = scaleOf(
    finite.map(({ x }) => x),
    frame.left,
    frame.right,
  );
  const up = scaleOf(
    finite.map(({ y }) => y),
    frame.bottom,
    frame.top,
  );
  const middleX = (frame.left + frame.right) / 2;
  const middleY = (frame.top + frame.bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...ticksOf(across).map(value => xTick(across.toPx(value), numberText(value))),
    ...ticksOf(up).map(value => yTick(up.toPx(value), numberText(value))),
    `<path d="M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}" fill="none" stroke="gray"/>`,
    `<path d="${pathOf(points, across, up)}" fill="none" stroke="#4c78a8" stroke-width="1.5" stroke-linejoin="round"/>`,
    `<text x="${middleX}" y="${height - 8}" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text x="14" y="${middleY}" text-anchor="middle" transform="rotate(-90 14 ${middleY})">${escaped(yLabel)}</text></svg>`,
  ].join('');
}

/** The line with a gap at every point that is not finite; of many points in one column of pixels only the extremes. */
function pathOf(points: readonly Point[], across: Scale, up: Scale): string {
  const parts: string[] = [];
  let column: { x: number; ys: number[] } | undefined;
  let pen = 'M';
  const flush = (): void => {
    for (const y of column ? extremesOf(column.ys) : []) {
      parts.push(`${pen}${column!.x} ${y}`);
      pen = 'L';
    }
    column = undefined;
  };
  for (const point of points) {
    if (!isFinitePoint(point)) {
      flush();
      pen = 'M';
      continue;
    }
    const x = Number(across.toPx(point.x).toFixed(1));
    const y = Number(up.toPx(point.y).toFixed(1));
    if (column?.x === x) column.ys.push(y);
    else {
      flush();
      column = { x, ys: [y] };
    }
  }
  flush();
  return parts.join('');
}

/** First, extremes and last, in the order in which they came. */
function extremesOf(ys: readonly number[]): readonly number[] {
  if (ys.length <= 4) return ys;
  const low = ys.reduce((best, y, at) => (y < ys[best]! ? at : best), 0);
  const high = ys.reduce((best, y, at) => (y > ys[best]! ? at : best), 0);
  return [...new Set([0, low, high, ys.length - 1])].sort((a, b) => a - b).map(at => ys[at]!);
}

function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const toPx = (value: number): number =>
    high > low ? from + ((value - low) / (high - low)) * (to - from) : (from + to) / 2;
  return { low, high, toPx };
}

/** About five round values within a range. */
function ticksOf({ low, high }: Scale): readonly number[] {
  if (!(low <= high)) return [];
  if (low === high) return [low];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

function xTick(x: number, text: string): string {
  const at = x.toFixed(1);
  return `<path d="M${at} ${frame.top}V${frame.bottom + 4}" stroke="#ddd"/><text x="${at}" y="${frame.bottom + 18}" text-anchor="middle">${text}</text>`;
}

function yTick(y: number, text: string): string {
  const at = y.toFixed(1);
  return `<path d="M${frame.left - 4} ${at}H${frame.right}" stroke="#ddd"/><text x="${frame.left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${text}</text>`;
}

/** Without the last digits, which are only rounding. */
const numberText = (value: number): string => String(Number(value.toPrecision(6)));
const isFinitePoint = ({ x, y }: Point): boolean => Number.isFinite(x) && Number.isFinite(y);
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
