import { useEffect, useState } from 'react';
import { recordOf, type ErrorRecord, type KernelLink, type Selection } from '@daisy-lab/core';
import type { Samples } from '../../kit/image-view/image-source.js';
import { samplesOf } from '../objects/preview.js';

export interface Part {
  readonly samples: Samples | null;
  readonly error: ErrorRecord | null;
}

/** A part of an array; the old one stays until the new one is there. */
export function usePart(link: KernelLink, object: string, selection: Selection): Part {
  const [part, setPart] = useState<Part>({ samples: null, error: null });
  const wanted = JSON.stringify(selection);
  useEffect(() => {
    const abort = new AbortController();
    link
      .request('store.read', { object, selection: JSON.parse(wanted) as Selection }, { signal: abort.signal })
      .then(({ arrays }) => {
        const data = arrays?.['data']?.data;
        if (!abort.signal.aborted && data) setPart({ samples: samplesOf(data), error: null });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setPart({ samples: null, error: recordOf(error) });
      });
    return () => abort.abort();
  }, [link, object, wanted]);
  return part;
}

/** One line along the last axis. */
export function lineSelection(shape: readonly number[], line: number): Selection {
  let rest = line;
  const leading = shape
    .slice(0, -1)
    .reverse()
    .map(length => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return [at, at + 1] as const;
    });
  return [...leading.reverse(), null];
}
