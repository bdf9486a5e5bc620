import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import type { KernelLink, ViewerInfo } from '@daisy-lab/core';
import { fitCamera } from '../../kit/image-view/camera.js';
import type { Tile } from '../../kit/image-view/image-source.js';
import type { Limits } from '../../kit/image-view/image-view.js';
import { CpuPainter, grey, nanColour } from '../../kit/image-view/paint.js';
import { useThumbnails, type Thumbnails } from './use-thumbnails.js';

export interface ThumbnailGridProps {
  readonly link: KernelLink;
  readonly viewer: ViewerInfo;
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
  const { link, viewer, columns, chosen, best, part } = props;
  const host = useRef<HTMLDivElement>(null);
  const loaded = useThumbnails(link, viewer, part, host);
  const frames = Array.from({ length: viewer.frames }, (_, frame) => frame);
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
          <Thumbnail loaded={loaded} tile={loaded?.tiles[frame]} limits={props.limits} />
          <span>{props.caption(frame)}</span>
        </button>
      ))}
    </div>
  );
}

interface ThumbnailProps {
  readonly loaded: Thumbnails | null;
  readonly tile: Tile | undefined;
  readonly limits: Limits;
}

function Thumbnail({ loaded, tile, limits: [low, high] }: ThumbnailProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target || !loaded || !tile) return;
    const { area, side, version } = loaded;
    if (target.width !== side) target.width = target.height = side;
    const fitted = fitCamera(area, target);
    const camera = { ...fitted, x: fitted.x + area.x, y: fitted.y + area.y };
    painter.paint(target, [tile], camera, { low, high, log: false, colours: grey, bad: nanColour });
    target.dataset['version'] = String(version);
  }, [loaded, tile, low, high]);
  return <canvas ref={canvas} />;
}
