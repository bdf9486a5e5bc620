import { useEffect, useState, type RefObject } from 'react';
import type { KernelLink, ViewerInfo } from '@daisy-lab/core';
import { decoded } from '../../kit/image-view/viewer-source.js';
import type { Tile } from '../../kit/image-view/image-source.js';

/** Small pictures of a stack. */
export interface Thumbnails {
  readonly tiles: readonly Tile[];
  /** What they show of the images. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** In pixels of the screen. */
  readonly side: number;
  readonly version: number;
}

/**
 * The middle of all images of a viewer at the size of their places, in one answer. The last ones stay until the next have come.
 *
 * @param part share of the width and height that is shown
 * @param host holds a canvas for each image
 */
export function useThumbnails(
  link: KernelLink,
  viewer: ViewerInfo,
  part: number,
  host: RefObject<HTMLElement | null>,
): Thumbnails | null {
  const [loaded, setLoaded] = useState<Thumbnails | null>(null);
  const { handle, version } = viewer;
  useEffect(() => {
    const abort = new AbortController();
    const load = async () => {
      const place = host.current?.querySelector('canvas')?.clientWidth ?? 0;
      const side = Math.round(Math.max(place, 32) * (globalThis.devicePixelRatio || 1));
      const area = middleOf(viewer, part);
      const tiles = await tilesOf(link, viewer, area, side, abort.signal);
      if (!abort.signal.aborted) setLoaded({ tiles, area, side, version });
    };
    // pictures that do not come leave their places empty; the sweep itself has told why
    load().catch(() => undefined);
    return () => abort.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- handle and version say all that matters of `viewer`
  }, [link, handle, version, part, host]);
  return loaded;
}

function middleOf(viewer: ViewerInfo, part: number): Thumbnails['area'] {
  const width = Math.max(1, Math.round(viewer.width * part));
  const height = Math.max(1, Math.round(viewer.height * part));
  return { x: (viewer.width - width) >> 1, y: (viewer.height - height) >> 1, width, height };
}

async function tilesOf(
  link: KernelLink,
  { handle, frames }: ViewerInfo,
  area: Thumbnails['area'],
  side: number,
  signal: AbortSignal,
): Promise<readonly Tile[]> {
  const bin = Math.max(1, Math.floor(area.width / side));
  const { result, arrays } = await link.request('viewer.thumbnails', { handle, ...area, bin }, { signal });
  const { width, height } = result;
  const codes = arrays?.['codes']?.data as Uint16Array;
  const size = width * height;
  return Array.from({ length: frames }, (_, frame): Tile => {
    const own = codes.subarray(frame * size, (frame + 1) * size);
    const { data } = decoded(own, result.codes);
    return { frame, x: area.x, y: area.y, binX: bin, binY: bin, width, height, data };
  });
}
