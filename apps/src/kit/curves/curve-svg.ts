/** Curves over one axis, as they are drawn. */
export interface DrawnCurves {
  readonly x: readonly number[];
  readonly curves: readonly { readonly label: string; readonly y: readonly number[] }[];
  readonly xLabel: string;
  readonly yLabel: string;
}

const size = { width: 640, height: 400 };
const frame = { left: 72, right: 16, top: 16, bottom: 48 };
const colours = ['#1976d2', '#388e3c', '#d32f2f', '#0097a7'];

/** Curves as a drawing for print: black on white, with ticks and labels. Gaps are where a value is no number. */
export function curveSvg({ x, curves, xLabel, yLabel }: DrawnCurves): string {
  const across = scaleOf(x, frame.left, size.width - frame.right);
  const up = scaleOf(
    curves.flatMap(({ y }) => y),
    size.height - frame.bottom,
    frame.top,
  );
  const bottom = size.height - frame.bottom;
  const lines = curves.map(({ y }, i) => `<path d="${pathOf(x, y, across.at, up.at)}" stroke="${colourOf(i)}"/>`);
  const legend = curves.length > 1 ? curves.map(({ label }, i) => legendLine(label, i)) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<g stroke="#ccc">${across.ticks.map(tick => `<path d="M${px(across.at(tick))} ${frame.top}V${bottom}"/>`).join('')}`,
    `${up.ticks.map(tick => `<path d="M${frame.left} ${px(up.at(tick))}H${size.width - frame.right}"/>`).join('')}</g>`,
    `<g text-anchor="middle">${across.ticks.map(tick => text(across.at(tick), bottom + 16, numberText(tick))).join('')}`,
    `${text((frame.left + size.width - frame.right) / 2, size.height - 10, xLabel)}</g>`,
    `<g text-anchor="end">${up.ticks.map(tick => text(frame.left - 6, up.at(tick) + 4, numberText(tick))).join('')}</g>`,
    `<text transform="translate(16 ${(frame.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    `<g fill="none" stroke-width="1.5" stroke-linejoin="round">${lines.join('')}</g>`,
    ...legend,
    `</svg>`,
    ``,
  ].join('\n');
}

interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Values to pixels, with round ticks. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high && value < Infinity) high = value;
  }
  if (!(low < high)) [low, high] = Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
  const step = roundStep((high - low) / 5);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return {
    at: value => from + ((value - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: count }, (_, i) => (first + i) * step),
  };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5].find(times => times * power >= wanted) ?? 10);
}

function pathOf(
  x: readonly number[],
  y: readonly number[],
  across: (value: number) => number,
  up: (value: number) => number,
): string {
  let pen = 'M';
  return x
    .map((value, i) => {
      const height = y[i] ?? Number.NaN;
      if (!Number.isFinite(height)) {
        pen = 'M';
        return '';
      }
      const point = `${pen}${px(across(value))} ${px(up(height))}`;
      pen = 'L';
      return point;
    })
    .join('');
}

function legendLine(label: string, i: number): string {
  const y = frame.top + 14 + i * 16;
  const x = frame.left + 10;
  return `<path d="M${x} ${y - 4}h18" stroke="${colourOf(i)}" stroke-width="2"/>${text(x + 24, y, label)}`;
}

const colourOf = (i: number): string => colours[i % colours.length]!;
const px = (value: number): string => String(Math.round(value * 100) / 100);
const text = (x: number, y: number, words: string): string =>
  `<text x="${px(x)}" y="${px(y)}">${escaped(words)}</text>`;
const numberText = (value: number): string => String(Number(value.toPrecision(6)));

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (words: string): string => words.replace(/[&<>]/g, mark => marks[mark]!);
