import { useCallback, useEffect, useRef, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { ErrorLine } from '../run/error-panel.js';
import type { Fit } from './camera.js';
import { HistogramStrip } from './histogram-strip.js';
import type { ImageHistogram, ImageSource, Quality } from './image-source.js';
import { ImageStage, type Reading } from './image-stage.js';
import { shortNumber } from './short-number.js';
import { ViewLines, type ViewLine } from './view-lines.js';
import '../style.js';

export interface ImageViewProps {
  /** Null shows the empty stage. */
  readonly source: ImageSource | null;
  readonly frame: number;
  /** Name for screen readers. */
  readonly label: string;
  /** `draft` while something is being dragged. */
  readonly quality?: Quality;
  readonly fit?: Fit;
  readonly wheel?: 'always' | 'focused';
  readonly lines?: readonly ViewLine[];
  /** Something that the picture depends on is being computed. */
  readonly busy?: boolean;
  /** A failure to show on the view. */
  readonly error?: ErrorRecord | undefined;
  /** Contrast is set anew when this changes. */
  readonly contrastKey?: string;
  readonly testId?: string;
  onFrame?(frame: number): void;
  onNudge?(dx: number, dy: number): void;
}

const bins = 128;

/** An image of a stack with zoom, pan, contrast and read-out. */
export function ImageView(props: ImageViewProps): JSX.Element {
  const trans = useTranslate();
  const { source, frame, quality = 'exact', fit = 'square', contrastKey = '', wheel = 'always' } = props;
  const { onFrame, onNudge } = props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<SVGSVGElement>(null);
  const stage = useRef<ImageStage | null>(null);
  const contrastFor = useRef<string | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [limits, setLimits] = useState<readonly [number, number]>([0, 1]);
  const [histogram, setHistogram] = useState<ImageHistogram | null>(null);
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const setContrast = useCallback((low: number, high: number) => {
    if (stage.current) stage.current.setLook({ ...stage.current.look, low, high });
  }, []);
  const setAuto = useCallback(() => {
    if (histogram) setContrast(...histogram.percentiles);
  }, [histogram, setContrast]);

  useEffect(() => {
    if (!host.current || !canvas.current || !overlay.current) return;
    const made = new ImageStage({ host: host.current, canvas: canvas.current, overlay: overlay.current });
    stage.current = made;
    return () => {
      made.dispose();
      stage.current = null;
    };
  }, []);

  useEffect(() => {
    if (!stage.current) return;
    stage.current.wheel = wheel;
    stage.current.events = {
      reading: setReading,
      look: look => setLimits([look.low, look.high]),
      busy: setLoading,
      error: setFailure,
      painted: () => setFailure(null),
      auto: setAuto,
      ...(onFrame ? { frame: onFrame } : {}),
      ...(onNudge ? { nudge: onNudge } : {}),
    };
  }, [wheel, setAuto, onFrame, onNudge]);

  useEffect(() => {
    setFailure(null);
    stage.current?.show(source, frame, quality, fit);
  }, [source, frame, quality, fit]);

  useEffect(() => {
    if (!source || quality === 'draft') return;
    let wanted = true;
    const load = async () => {
      const found = await source.histogram(frame, bins);
      if (!wanted) return;
      setHistogram(found);
      if (contrastFor.current !== contrastKey) {
        contrastFor.current = contrastKey;
        setContrast(...found.percentiles);
      }
    };
    // A first picture needs its contrast at once; later the strip may follow when the user rests.
    const timer = setTimeout(() => void load().catch(setFailure), contrastFor.current === contrastKey ? 200 : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [source, frame, quality, contrastKey, setContrast]);

  const error = props.error ?? (failure === null ? null : recordOf(failure));
  return (
    <div className="daisy-ImageView" data-testid={props.testId}>
      <div
        ref={host}
        className="daisy-ImageView-stage"
        tabIndex={0}
        role="img"
        aria-label={props.label}
        aria-busy={loading || props.busy}
      >
        <canvas ref={canvas} />
        <svg ref={overlay} preserveAspectRatio="none">
          {source && <ViewLines lines={props.lines ?? []} stage={stage} />}
        </svg>
        {(loading || props.busy) && <div className="daisy-ImageView-progress" />}
        {reading && (
          <div className="daisy-ImageView-reading">
            {trans.__('x %1  y %2', reading.x, reading.y)}
            {'  '}
            {reading.value === undefined ? '…' : shortNumber(reading.value)} {source?.unit ?? ''}
          </div>
        )}
        {error && <ErrorLine error={error} />}
      </div>
      {histogram && source && (
        <HistogramStrip
          histogram={histogram}
          low={limits[0]}
          high={limits[1]}
          onChange={setContrast}
          onAuto={setAuto}
        />
      )}
    </div>
  );
}
