import { useEffect, useRef, useState, type JSX } from 'react';
import type { KernelLink, ObjectDescription } from '@daisy-lab/core';
import { fitCamera } from '../../kit/image-view/camera.js';
import { CpuPainter, grey, nanColour } from '../../kit/image-view/paint.js';
import { loadPreview, type Preview } from './preview.js';

const sizePx = 44;

/** Previews by object; an object never changes its content. */
const known = new WeakMap<KernelLink, Map<string, Preview | null>>();

function previewsOf(link: KernelLink): Map<string, Preview | null> {
  const previews = known.get(link) ?? new Map<string, Preview | null>();
  known.set(link, previews);
  return previews;
}

/** A small picture of an object, fetched when its row comes into sight. */
export function Thumbnail({
  link,
  object,
}: {
  readonly link: KernelLink;
  readonly object: ObjectDescription;
}): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [preview, setPreview] = useState<Preview | null>(previewsOf(link).get(object.id) ?? null);

  useEffect(() => {
    const previews = previewsOf(link);
    if (!host.current || previews.has(object.id)) return;
    const abort = new AbortController();
    const load = (): void => {
      loadPreview(link, object, sizePx * 2, abort.signal).then(
        loaded => {
          previews.set(object.id, loaded);
          if (!abort.signal.aborted) setPreview(loaded);
        },
        () => undefined, // the object went meanwhile: the list says so
      );
    };
    const sight = new IntersectionObserver(entries => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      sight.disconnect();
      load();
    });
    sight.observe(host.current);
    return () => {
      sight.disconnect();
      abort.abort();
    };
  }, [link, object]);

  return (
    <div ref={host} className="daisy-Thumbnail" aria-hidden="true">
      {preview?.kind === 'image' && <Picture preview={preview} />}
      {preview?.kind === 'curve' && <Line preview={preview} />}
      {!preview && <span className="daisy-Thumbnail-kind">{letterOf[object.kind]}</span>}
    </div>
  );
}

const letterOf: Readonly<Record<ObjectDescription['kind'], string>> = {
  array: '[ ]',
  table: '▦',
  value: '{ }',
  file: '▤',
  list: '≡',
};

const painter = new CpuPainter();

function Picture({ preview }: { readonly preview: Extract<Preview, { kind: 'image' }> }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const { tile, limits } = preview;
    const look = { low: limits[0], high: limits[1], log: false, colours: grey, bad: nanColour };
    painter.paint(canvas.current, [tile], fitCamera(tile, canvas.current), look);
  }, [preview]);
  return <canvas ref={canvas} width={sizePx * 2} height={sizePx * 2} />;
}

function Line({ preview: { low, high } }: { readonly preview: Extract<Preview, { kind: 'curve' }> }): JSX.Element {
  const finite = [...low, ...high].filter(Number.isFinite);
  const bottom = Math.min(...finite);
  const range = Math.max(...finite) - bottom || 1;
  const point = (value: number, column: number): string =>
    `${(column / Math.max(1, low.length - 1)) * 100},${95 - ((value - bottom) / range) * 90}`;
  const points = low.flatMap((value, column) =>
    Number.isFinite(value) ? [point(value, column), point(high[column]!, column)] : [],
  );
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none">
      <polyline points={points.join(' ')} />
    </svg>
  );
}
