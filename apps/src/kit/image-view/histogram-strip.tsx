import { memo, useRef, type JSX, type PointerEvent } from 'react';
import { useTranslate } from '../i18n/translate.js';
import type { ImageHistogram } from './image-source.js';
import { shortNumber } from './short-number.js';

export interface HistogramStripProps {
  readonly histogram: ImageHistogram;
  readonly low: number;
  readonly high: number;
  onChange(low: number, high: number): void;
  onAuto(): void;
}

function Strip({ histogram, low, high, onChange, onAuto }: HistogramStripProps): JSX.Element {
  const trans = useTranslate();
  const strip = useRef<HTMLDivElement>(null);
  const { counts } = histogram;
  const span = histogram.high - histogram.low || 1;
  const at = (value: number) => Math.min(Math.max((value - histogram.low) / span, 0), 1) * 100;
  const top = Math.log1p(counts.reduce((most, count) => Math.max(most, count), 1));
  const bars = counts.map((count, i) => `L${i} ${1 - Math.log1p(count) / top}L${i + 1} ${1 - Math.log1p(count) / top}`);

  const move = (which: 'low' | 'high', value: number) =>
    which === 'low' ? onChange(Math.min(value, high), high) : onChange(low, Math.max(value, low));
  const handle = (which: 'low' | 'high', value: number, name: string) => (
    <div
      className="daisy-HistogramStrip-handle"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={histogram.low}
      aria-valuemax={histogram.high}
      aria-valuenow={value}
      aria-valuetext={shortNumber(value)}
      style={{ left: `${at(value)}%` }}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event: PointerEvent) => {
        const box = strip.current?.getBoundingClientRect();
        if (!box || !(event.buttons & 1)) return;
        move(which, histogram.low + ((event.clientX - box.left) / box.width) * span);
      }}
      onKeyDown={event => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        move(which, value + (by * span) / 100);
      }}
    />
  );

  return (
    <div
      ref={strip}
      className="daisy-HistogramStrip"
      title={trans.__('Contrast: drag the two handles; double click sets them automatically')}
      onDoubleClick={onAuto}
    >
      <svg viewBox={`0 0 ${counts.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 1${bars.join('')}L${counts.length} 1Z`} />
      </svg>
      <div className="daisy-HistogramStrip-window" style={{ left: `${at(low)}%`, right: `${100 - at(high)}%` }} />
      {handle('low', low, trans.__('Darkest value'))}
      {handle('high', high, trans.__('Brightest value'))}
    </div>
  );
}

/** Counts of the values with the two limits of contrast as handles; double click sets them automatically. Stays while frames go by. */
export const HistogramStrip = memo(Strip);
