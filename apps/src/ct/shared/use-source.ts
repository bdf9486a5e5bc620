import { useMemo } from 'react';
import type { KernelLink, ViewerInfo } from '@daisy-lab/core';
import type { ImageSource } from '../../kit/image-view/image-source.js';
import { ViewerSource } from '../../kit/image-view/viewer-source.js';

/** A source that stays the same as long as its content does. */
export function useSource(link: KernelLink, info: ViewerInfo | null | undefined): ImageSource | null {
  const key = info && `${info.handle} ${info.version} ${info.width} ${info.height}`;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all that matters of `info`
  return useMemo(() => (info ? new ViewerSource(link, info) : null), [link, key]);
}
