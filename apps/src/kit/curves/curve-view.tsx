import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import { shortNumber } from '../image-view/short-number.js';
import { CurveExport } from './curve-export.js';
import type { DrawnCurves } from './curve-svg.js';
import './style.js';
import { readTheme, watchTheme, type CurveTheme } from './theme.js';

/** A vertical line at `x`. */
export interface CurveMark {
  readonly x: number;
  readonly label: string;
}

export interface Curve {
  readonly label: string;
  readonly y: readonly number[];
}

export interface CurveViewProps {
  /** Ascending. */
  readonly x: readonly number[];
  readonly y?: readonly number[];
  /** Several curves over the same `x`, instead of `y`. */
  readonly series?: readonly Curve[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly marks?: readonly CurveMark[];
  /** In px; 150 by default. */
  readonly height?: number;
  /** Takes all height that there is beside others, `height` at least. */
  readonly fill?: boolean;
  readonly testId?: string;
  /** A click picks the `x` under the pointer. */
  onPick?(x: number): void;
  /** Arrow keys; `steps` is -1 or 1, with Shift -10 or 10. */
  onNudge?(steps: number): void;
}

/** Curves with wheel zoom along x (double click: all), read-out, and picking by click. */
export function CurveView(props: CurveViewProps): JSX.Element {
  const { x, y, series, xLabel, yLabel, height = 150, fill = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const curves: readonly Curve[] = series ?? [{ label: yLabel, y: y ?? [] }];
    const size = () => ({
      width: element.clientWidth,
      height: fill ? Math.max(element.clientHeight, height) : height,
    });
    const draw = () => {
      plot.current?.destroy();
      const options = optionsOf(readTheme(element), curves, xLabel, size(), {
        marks: () => latest.current.marks ?? [],
        pick: at => latest.current.onPick?.(at),
        hover: text => {
          if (readout.current) readout.current.textContent = text;
        },
      });
      plot.current = new uPlot(options, [[...x], ...curves.map(curve => [...curve.y])], element);
    };
    draw();
    const sizes = new ResizeObserver(() => plot.current?.setSize(size()));
    sizes.observe(element);
    const unwatch = watchTheme(draw);
    return () => {
      sizes.disconnect();
      unwatch();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [x, y, series, xLabel, yLabel, height, fill]);

  // Marks move often (dragging): a redraw is enough.
  useEffect(() => plot.current?.redraw(false), [props.marks]);

  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !props.onNudge) return;
    event.preventDefault();
    event.stopPropagation();
    props.onNudge(event.shiftKey ? by * 10 : by);
  };
  const drawn = (): DrawnCurves => ({ x, xLabel, yLabel, curves: series ?? [{ label: yLabel, y: y ?? [] }] });
  return (
    <div className={fill ? 'daisy-CurveView-frame daisy-mod-fill' : 'daisy-CurveView-frame'}>
      <div
        className="daisy-CurveView"
        tabIndex={0}
        role="img"
        aria-label={`${yLabel}, ${xLabel}`}
        data-testid={props.testId}
        onKeyDown={onKey}
      >
        <div ref={host} style={fill ? { minHeight: height } : { height }} />
        <div
          className="daisy-CurveView-legend"
          aria-hidden="true"
          data-several={(series?.length ?? 1) > 1 || undefined}
        >
          {(series ?? [{ label: yLabel }]).map(({ label }, i) => (
            <span key={i} title={label}>
              {label}
            </span>
          ))}
        </div>
        <div ref={readout} className="daisy-CurveView-readout" aria-hidden="true" />
      </div>
      <CurveExport drawn={drawn} canvas={() => plot.current?.ctx.canvas ?? null} />
    </div>
  );
}

interface Hooks {
  marks(): readonly CurveMark[];
  pick(x: number): void;
  hover(text: string): void;
}

function optionsOf(
  theme: CurveTheme,
  curves: readonly Curve[],
  xLabel: string,
  size: { readonly width: number; readonly height: number },
  hooks: Hooks,
): uPlot.Options {
  const axis = { stroke: theme.text, grid: { stroke: theme.grid, width: 1 }, ticks: { stroke: theme.grid, size: 4 } };
  const font = `11px ${theme.font}`;
  return {
    ...size,
    padding: [18, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: { x: { time: false } },
    axes: [
      { ...axis, font, space: 70, label: xLabel, labelFont: font, labelSize: 16, size: 26, gap: 3 },
      { ...axis, font, size: labelWidth, gap: 3, values: (_, splits) => splits.map(shortNumber) },
    ],
    series: [
      {},
      ...curves.map((curve, i) => ({
        label: curve.label,
        stroke: theme.curves[i % theme.curves.length],
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [plot => drawMarks(plot, hooks.marks(), theme)],
      setCursor: [plot => hooks.hover(hoverText(plot))],
      ready: [plot => attachPointer(plot, hooks)],
    },
  };
}

/** Room for the longest number of the upright axis, in pixels. */
function labelWidth(_: uPlot, values: readonly string[] | null): number {
  const letters = Math.max(0, ...(values ?? []).map(text => text.length));
  return Math.max(46, 12 + 7 * letters);
}

function hoverText(plot: uPlot): string {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) return '';
  const values = plot.data.map(column => column[idx]);
  return values.map(value => (typeof value === 'number' ? shortNumber(value) : '–')).join('  ');
}

function drawMarks(plot: uPlot, marks: readonly CurveMark[], theme: CurveTheme): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.strokeStyle = theme.mark;
  ctx.lineWidth = devicePixelRatio;
  for (const mark of marks) {
    const at = plot.valToPos(mark.x, 'x', true);
    if (at < left || at > left + width) continue;
    ctx.beginPath();
    ctx.moveTo(at, top);
    ctx.lineTo(at, top + height);
    ctx.stroke();
  }
  ctx.restore();
}

function attachPointer(plot: uPlot, hooks: Hooks): void {
  const { over } = plot;
  const all = { min: plot.scales['x']?.min ?? 0, max: plot.scales['x']?.max ?? 1 };
  over.addEventListener('click', event => hooks.pick(plot.posToVal(event.offsetX, 'x')));
  over.addEventListener('dblclick', () => plot.setScale('x', all));
  over.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      event.stopPropagation();
      const { min = all.min, max = all.max } = plot.scales['x'] ?? {};
      const at = plot.posToVal(event.offsetX, 'x');
      const factor = Math.exp(Math.max(-200, Math.min(200, event.deltaY)) * 0.002);
      plot.setScale('x', {
        min: Math.max(all.min, at - (at - min) * factor),
        max: Math.min(all.max, at + (max - at) * factor),
      });
    },
    { passive: false },
  );
}
