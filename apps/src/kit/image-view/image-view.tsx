import { useCallback, useEffect, useRef, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord, type Flaw, type OverviewFacts } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { ErrorLine } from '../run/error-panel.js';
import type { Camera, Fit } from './camera.js';
import { FlawButton, FlawLegend } from './flaw-marks.js';
import { HistogramStrip } from './histogram-strip.js';
import type { ImageHistogram, ImageSource, Quality } from './image-source.js';
import { attachInput } from './input.js';
import { ImageStage, type Point, type Reading } from './image-stage.js';
import { difference, grey } from './paint.js';
import { OverviewNote } from './overview-note.js';
import { shortNumber } from './short-number.js';
import { ViewLines, type ViewLine } from './view-lines.js';
import { ViewShapes, type ViewShape } from './view-shape.js';
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
  /** Colours of the values from lowest to highest; grey by default. */
  readonly colours?: Uint32Array;
  /** Contrast that several views share; null until one of them has set it. */
  readonly limits?: Limits | null;
  /** What several views show alike; null until one of them has moved. */
  readonly camera?: Camera | null;
  readonly shape?: ViewShape | null;
  readonly testId?: string;
  onFrame?(frame: number): void;
  onNudge?(dx: number, dy: number): void;
  onLimits?(limits: Limits): void;
  onCamera?(camera: Camera): void;
  /** Draws with the left button instead of moving the picture. */
  onDraw?(from: Point, to: Point, done: boolean): void;
}

/** Values of black and white. */
export type Limits = readonly [low: number, high: number];

const bins = 128;

/** An image of a stack with zoom, pan, contrast and read-out. */
export function ImageView(props: ImageViewProps): JSX.Element {
  const trans = useTranslate();
  const { source, frame, quality = 'exact', fit = 'square', contrastKey = '', wheel = 'always' } = props;
  const { onFrame, onNudge, onLimits, onCamera, onDraw, colours = grey, camera } = props;
  const sharesLimits = props.limits !== undefined;
  const sharedLow = props.limits?.[0];
  const sharedHigh = props.limits?.[1];
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<SVGSVGElement>(null);
  const stage = useRef<ImageStage | null>(null);
  const contrastFor = useRef<string | null>(null);
  /** The contrast that is shared has been set already. */
  const isSet = useRef(false);
  isSet.current = sharesLimits && sharedLow !== undefined;
  const [reading, setReading] = useState<Reading | null>(null);
  const [limits, setLimits] = useState<readonly [number, number]>([0, 1]);
  const [histogram, setHistogram] = useState<ImageHistogram | null>(null);
  const [loading, setLoading] = useState(false);
  const [flaws, setFlaws] = useState<readonly Flaw[]>([]);
  /** Undefined where nothing can be marked. */
  const canMark = source?.flaws?.length ? source.flaws : undefined;
  const [overview, setOverview] = useState<OverviewFacts>();
  const [failure, setFailure] = useState<unknown>(null);

  const setContrast = useCallback((low: number, high: number) => {
    if (stage.current) stage.current.setLook({ ...stage.current.look, low, high });
  }, []);
  const setAuto = useCallback(() => {
    if (histogram) setContrast(...automatic(histogram, colours));
  }, [histogram, setContrast, colours]);

  useEffect(() => {
    if (!host.current || !canvas.current || !overlay.current) return;
    const made = new ImageStage({ host: host.current, canvas: canvas.current, overlay: overlay.current });
    const listening = new AbortController();
    attachInput(made, listening.signal);
    stage.current = made;
    return () => {
      listening.abort();
      made.dispose();
      stage.current = null;
    };
  }, []);

  useEffect(() => {
    if (!stage.current) return;
    stage.current.wheel = wheel;
    stage.current.events = {
      reading: setReading,
      look: look => {
        setLimits([look.low, look.high]);
        onLimits?.([look.low, look.high]);
      },
      busy: setLoading,
      error: setFailure,
      painted: (_, facts) => {
        setFailure(null);
        setOverview(facts);
      },
      auto: setAuto,
      ...(canMark ? { mark: () => setFlaws(now => (now.length > 0 ? [] : canMark)) } : {}),
      ...(onFrame ? { frame: onFrame } : {}),
      ...(onNudge ? { nudge: onNudge } : {}),
      ...(onCamera ? { camera: onCamera } : {}),
      ...(onDraw ? { draw: onDraw } : {}),
    };
  }, [wheel, setAuto, canMark, onFrame, onNudge, onLimits, onCamera, onDraw]);

  useEffect(() => {
    if (stage.current) stage.current.setLook({ ...stage.current.look, colours }, false);
  }, [colours]);

  useEffect(() => {
    if (!stage.current || sharedLow === undefined || sharedHigh === undefined) return;
    stage.current.setLook({ ...stage.current.look, low: sharedLow, high: sharedHigh }, false);
    setLimits([sharedLow, sharedHigh]);
  }, [sharedLow, sharedHigh]);

  useEffect(() => {
    if (camera && stage.current && camera !== stage.current.camera) stage.current.follow(camera);
  }, [camera]);

  useEffect(() => stage.current?.setFlaws(flaws), [flaws]);

  useEffect(() => {
    setFailure(null);
    stage.current?.show(source, frame, quality, fit);
  }, [source, frame, quality, fit]);

  useEffect(() => {
    if (!source || quality === 'draft') return;
    const stop = new AbortController();
    const { signal } = stop;
    const load = async () => {
      const found = await source.histogram(frame, bins, flaws.length > 0 ? flaws : undefined, signal);
      if (signal.aborted) return;
      setHistogram(found);
      if (contrastFor.current !== contrastKey) {
        contrastFor.current = contrastKey;
        if (!isSet.current) setContrast(...automatic(found, colours));
      }
    };
    // A first picture needs its contrast at once; later the strip may follow when the user rests.
    const failed = (error: unknown) => signal.aborted || setFailure(error);
    const timer = setTimeout(() => void load().catch(failed), contrastFor.current === contrastKey ? 200 : 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [source, frame, quality, contrastKey, setContrast, colours, flaws]);

  const readMore = useCallback(() => stage.current?.readMore(), []);
  const marks = canMark && histogram && { possible: canMark, marked: flaws, histogram, onMark: setFlaws };
  // what is being made anew needs no word about what was there before
  const error = props.error ?? (failure === null || props.busy ? null : recordOf(failure));
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
          {source && props.shape && <ViewShapes shape={props.shape} />}
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
        <div className="daisy-ImageView-bar">
          <HistogramStrip
            histogram={histogram}
            low={limits[0]}
            high={limits[1]}
            onChange={setContrast}
            onAuto={setAuto}
          />
          {marks && <FlawButton {...marks} />}
          {marks && flaws.length > 0 && <FlawLegend {...marks} />}
          {overview && <OverviewNote key={`${source.version} ${frame}`} of={overview} onMore={readMore} />}
        </div>
      )}
    </div>
  );
}

/** Almost all values; differences evenly about 0. */
function automatic({ percentiles }: ImageHistogram, colours: Uint32Array): Limits {
  if (colours !== difference) return percentiles;
  const most = Math.max(...percentiles.map(Math.abs)) || 1;
  return [-most, most];
}
