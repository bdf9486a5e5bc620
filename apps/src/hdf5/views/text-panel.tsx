import { useEffect, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';

/** A single value of any type. */
export function TextPanel({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const { described, edition } = view;
  useEffect(() => {
    const abort = new AbortController();
    setError(null);
    model.values([], abort.signal).then(
      ({ result, arrays }) => {
        const data = arrays?.['data']?.data as ArrayLike<number | bigint> | undefined;
        setText((result.texts ?? Array.from(data ?? [], String)).join('\n'));
      },
      thrown => !abort.signal.aborted && setError(recordOf(thrown)),
    );
    return () => abort.abort();
  }, [model, described, edition]);
  const unit = described?.attributes['units'];
  return (
    <div className="daisy-Hdf5-view">
      {error && <ErrorPanel error={error} testId="hdf5-text-error" />}
      {text === '' && !error && <p className="daisy-Hint">{trans.__('There are no values.')}</p>}
      <pre className="daisy-Hdf5-text" data-testid="hdf5-text">
        {text}
        {text && typeof unit === 'string' ? ` ${unit}` : ''}
      </pre>
    </div>
  );
}
