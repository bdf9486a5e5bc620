import { DaisyError } from '@daisy-lab/core';
import type { DataSource } from './data-source.js';

/**
 * The dataset that a NeXus file says is to be plotted: `default` leads from the root to an NXdata group, `signal` to its dataset. Without
 * it, the only dataset of images, or the only dataset at all.
 * @throws DaisyError `File` when the file names none.
 * @see https://manual.nexusformat.org/datarules.html
 */
export function defaultDataset(source: DataSource): string {
  const found = namedDefault(source) ?? onlyCandidate(source);
  if (found !== null) return found;
  throw new DaisyError('File', {
    message: `${source.path} does not say which of its datasets is to be shown.`,
    action: 'Add the dataset to the name: file.h5::/path/of/dataset.',
  });
}

/** The dataset that `default` and `signal` lead to, whether it is there or not; null when the file names none. */
export function namedDefault(source: DataSource): string | null {
  let group = '';
  for (let depth = 0; depth < 8; depth++) {
    const { default: next, signal } = source.attributes(group || '/');
    if (typeof signal === 'string') return signal.startsWith('/') ? signal : `${group}/${signal}`;
    if (typeof next !== 'string') return null;
    group = next.startsWith('/') ? next : `${group}/${next}`;
  }
  return null;
}

function onlyCandidate(source: DataSource): string | null {
  const numbers = source.tree().filter(({ kind, path }) => kind === 'dataset' && source.describe(path)?.dtype);
  const images = numbers.filter(({ shape }) => (shape?.length ?? 0) >= 2);
  const [first, second] = images.length > 0 ? images : numbers;
  return first && !second ? first.path : null;
}
