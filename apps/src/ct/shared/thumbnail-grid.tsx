import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import { fitCamera } from '../../kit/image-view/camera.js';
import type { ImageSource } from '../../kit/image-view/image-source.js';
import type { Limits } from '../../kit/image-view/image-view.js';
import { CpuPainter, grey, nanColour } from '../../kit/image-view/paint.js';

export interface ThumbnailGridProps {
  readonly source: ImageSource;
  readonly columns: number;
  readonly limits: Limits;
  /** Share of the width and height that is shown, around the middle; 1: all. */
  readonly part: number;
  readonly label: string;
  readonly testId: string;
  /** Frame that is in use; -1: none. */
  readonly chosen: number;
  /** Frame with the best score; -1: none. */
  readonly best: number;
  caption(frame: number): string;
  onPick(frame: number): void;
}

const painter = new CpuPainter();

/** All frames of a stack as small pictures with one contrast; a click or Enter picks, arrows move. */
export function ThumbnailGrid(props: ThumbnailGridProps): JSX.Element {
  const { source, columns, chosen, best } = props;
  const host = useRef<HTMLDivElement>(null);
  const frames = Array.from({ length: source.frames }, (_, frame) => frame);
  const move = (event: KeyboardEvent, frame: number) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    host.current?.querySelectorAll('button')[frame + by]?.focus();
  };
  return (
    <div
      ref={host}
      className="daisy-Thumbnails"
      role="group"
      aria-label={props.label}
      data-testid={props.testId}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, var(--daisy-thumbnail, 1fr)))` }}
    >
      {frames.map(frame => (
        <button
          key={frame}
          aria-pressed={frame === chosen}
          data-best={frame === best || undefined}
          data-testid={`${props.testId}-${frame}`}
          onClick={() => props.onPick(frame)}
          onKeyDown={event => move(event, frame)}
        >
          <Thumbnail source={source} frame={frame} limits={props.limits} part={props.part} />
          <span>{props.caption(frame)}</span>
        </button>
      ))}
    </div>
  );
}

type ThumbnailProps = Pick<ThumbnailGridProps, 'source' | 'limits' | 'part'> & { readonly frame: number };

function Thumbnail({ source, frame, limits: [low, high], part }: ThumbnailProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const abort = new AbortController();
    const draw = async () => {
      const side = Math.round(Math.max(target.clientWidth, 32) * (globalThis.devicePixelRatio || 1));
      const width = Math.max(1, Math.round(source.width * part));
      const height = Math.max(1, Math.round(source.height * part));
      const x = (source.width - width) >> 1;
      const y = (source.height - height) >> 1;
      const bin = Math.max(1, Math.floor(width / side));
      const area = { frame, x, y, width, height, binX: bin, binY: bin, pool: 'mean', quality: 'exact' } as const;
      const tile = await source.tile(area, abort.signal);
      target.width = side;
      target.height = side;
      const fitted = fitCamera({ width, height }, target);
      const camera = { ...fitted, x: fitted.x + x, y: fitted.y + y };
      painter.paint(target, [tile], camera, { low, high, log: false, colours: grey, bad: nanColour });
      target.dataset['version'] = String(source.version);
    };
    // a picture that does not come leaves its place empty; the sweep itself has told why
    draw().catch(() => undefined);
    return () => abort.abort();
  }, [source, frame, low, high, part]);
  return <canvas ref={canvas} />;
}
