import { useEffect, useState } from 'react';
import type { KernelLink, ObjectDescription, TypedArray } from '@daisy-lab/core';
import { newestWins } from '../link/newest-wins.js';

/** The objects of a kernel's store, as they come and go; the last known ones while the kernel does not answer. */
export function useStoreObjects(link: KernelLink): readonly ObjectDescription[] {
  const [objects, setObjects] = useState<readonly ObjectDescription[]>([]);
  useEffect(() => {
    const list = newestWins<null>(
      async () => setObjects((await link.request('store.list', {})).result.objects),
      () => undefined,
    );
    void list(null);
    return link.onEvent(({ topic }) => topic === 'store' && void list(null));
  }, [link]);
  return objects;
}

/** The values of an array of the store; null until they have come, and while no object is chosen. */
export function useStoreArray(link: KernelLink, object: string | null): TypedArray | null {
  const [read, setRead] = useState<{ readonly object: string; readonly data: TypedArray } | null>(null);
  useEffect(() => {
    if (object === null) return;
    const abort = new AbortController();
    link.request('store.read', { object }, { signal: abort.signal }).then(
      ({ arrays }) => {
        const data = arrays?.['data']?.data as TypedArray | undefined;
        if (data && !abort.signal.aborted) setRead({ object, data });
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [link, object]);
  return read?.object === object ? read.data : null;
}
