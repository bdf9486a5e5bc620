import { useEffect, useState } from 'react';
import { recordOf, type ErrorRecord, type KernelLink, type MethodParams } from '@daisy-lab/core';
import type { ImageSource } from '../../kit/image-view/image-source.js';
import { ViewerSource } from '../../kit/image-view/viewer-source.js';

export interface ObjectViewer {
  /** Null until the kernel has opened it. */
  readonly source: ImageSource | null;
  readonly error: ErrorRecord | null;
}

/** The images or lines of an array, held open by the kernel as long as they are shown; a kernel that came back opens them anew. */
export function useObjectViewer(link: KernelLink, object: string, by: MethodParams<'store.view'>['by']): ObjectViewer {
  const [viewer, setViewer] = useState<ObjectViewer>({ source: null, error: null });
  const [returns, setReturns] = useState(0);
  useEffect(() => {
    let before = link.state;
    return link.onState(state => {
      if (state === 'ready' && before !== 'ready') setReturns(count => count + 1);
      before = state;
    });
  }, [link]);
  useEffect(() => {
    let isWanted = true;
    const close = (handle: string): void => void link.request('viewer.close', { handle }).catch(() => undefined);
    const opening = link.request('store.view', { object, by });
    opening.then(
      ({ result }) => isWanted && setViewer({ source: new ViewerSource(link, result), error: null }),
      (error: unknown) => isWanted && setViewer({ source: null, error: recordOf(error) }),
    );
    return () => {
      isWanted = false;
      opening.then(({ result }) => close(result.handle)).catch(() => undefined);
    };
  }, [link, object, by, returns]);
  return viewer;
}
