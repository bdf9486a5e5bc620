import { useEffect, useRef, useState, type JSX } from 'react';
import type { KernelLink, MethodResult } from '@daisy-lab/core';
import { fitCamera } from '../kit/image-view/camera.js';
import { CpuPainter, grey, nanColour } from '../kit/image-view/paint.js';

const widthPx = 180;
const heightPx = 84;
/** Pictures of earlier cards, so that panning asks nothing again. */
const mostKept = 300;

interface Picture {
  readonly preview: MethodResult<'graph.preview'>;
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

const kept = new WeakMap<KernelLink, Map<string, Picture>>();
const painter = new CpuPainter();

interface StepPictureProps {
  readonly link: KernelLink;
  readonly run: string;
  /** Path of the step in the whole document. */
  readonly node: string;
  readonly kind: 'image' | 'curve';
}

/** A small picture of what a step gave, fetched when its card comes into sight. */
export function StepPicture({ link, run, node, kind }: StepPictureProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  // What stands for a step may change from a curve to an image while it runs.
  const key = `${run} ${node} ${kind}`;
  const [picture, setPicture] = useState(() => picturesOf(link).get(key) ?? null);
  useEffect(() => {
    const known = picturesOf(link).get(key);
    setPicture(known ?? null);
    if (known || !host.current) return;
    const abort = new AbortController();
    const sight = new IntersectionObserver(entries => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      sight.disconnect();
      void load(link, run, node, abort.signal).then(loaded => {
        if (loaded) remember(link, key, loaded);
        if (!abort.signal.aborted) setPicture(loaded);
      });
    });
    sight.observe(host.current);
    return () => {
      sight.disconnect();
      abort.abort();
    };
  }, [link, run, node, key]);
  return (
    <div
      ref={host}
      className="daisy-Card-picture"
      data-kind={kind}
      data-testid={`canvas-picture-${node}`}
      aria-hidden="true"
    >
      {picture?.preview.kind === 'image' && <ImagePicture picture={picture} />}
      {picture?.preview.kind === 'curve' && <CurvePicture picture={picture} />}
    </div>
  );
}

function picturesOf(link: KernelLink): Map<string, Picture> {
  const pictures = kept.get(link) ?? new Map<string, Picture>();
  kept.set(link, pictures);
  return pictures;
}

function remember(link: KernelLink, key: string, picture: Picture): void {
  const pictures = picturesOf(link);
  pictures.set(key, picture);
  const [oldest] = pictures.keys();
  if (pictures.size > mostKept && oldest !== undefined) pictures.delete(oldest);
}

/** Null when the kernel does not have it any more: the card then goes without. */
async function load(link: KernelLink, run: string, node: string, signal: AbortSignal): Promise<Picture | null> {
  try {
    const { result, arrays } = await link.request('graph.preview', { run, node }, { signal });
    const array = arrays?.['data'];
    return array ? { preview: result, data: array.data as Float32Array, shape: array.shape } : null;
  } catch {
    return null;
  }
}

function ImagePicture({ picture: { preview, data, shape } }: { readonly picture: Picture }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const [height = 1, width = 1] = shape;
    const tile = { frame: 0, x: 0, y: 0, binX: 1, binY: 1, width, height, data };
    const [low, high] = preview.limits;
    // A sinogram of two rows fills the picture as well as a slice does.
    const fit = Math.max(width / height, height / width) > 4 ? 'fill' : 'square';
    painter.paint(canvas.current, [tile], fitCamera(tile, canvas.current, fit), {
      ...{ low, high, log: false, colours: grey, bad: nanColour },
    });
  }, [preview, data, shape]);
  return <canvas ref={canvas} width={widthPx} height={heightPx} />;
}

function CurvePicture({ picture: { data, shape } }: { readonly picture: Picture }): JSX.Element {
  const columns = shape[1] ?? 0;
  const finite = data.filter(Number.isFinite);
  const bottom = Math.min(...finite);
  const range = Math.max(...finite) - bottom || 1;
  const at = (value: number, column: number): string =>
    `${(column / Math.max(1, columns - 1)) * 100},${95 - ((value - bottom) / range) * 90}`;
  const points = Array.from({ length: columns }, (_, column) => [data[column]!, data[columns + column]!] as const)
    .flatMap(([low, high], column) => (Number.isFinite(low) ? [at(low, column), at(high, column)] : []))
    .join(' ');
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none">
      <polyline points={points} />
    </svg>
  );
}
