import { useEffect, useMemo, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord, type MethodResult } from '@daisy-lab/core';
import { LazyCurve } from '../kit/curves/lazy-curve.js';
import { useTranslate } from '../kit/i18n/translate.js';
import { ImageView } from '../kit/image-view/image-view.js';
import { ViewerSource } from '../kit/image-view/viewer-source.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import type { CanvasModel } from './canvas-model.js';

/** An output of a step in a run. */
export interface ShownResult {
  readonly run: string;
  /** Path of the step in the whole document. */
  readonly node: string;
  readonly port: string;
}

type Loaded = MethodResult<'graph.show'> & { readonly values?: readonly number[] };

/** What a step gave, in the view that fits: images, a curve, or the value as it is. */
export function ResultView({
  model,
  shown,
  onClose,
}: {
  readonly model: CanvasModel;
  readonly shown: ShownResult;
  onClose(): void;
}): JSX.Element {
  const trans = useTranslate();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const { run, node, port } = shown;
  useEffect(() => {
    const abort = new AbortController();
    let handle: string | undefined;
    setLoaded(null);
    setError(null);
    const close = (open: string): void =>
      void model.link.request('viewer.close', { handle: open }).catch(() => undefined);
    model.link.request('graph.show', { ...model.asked, run, node, port }).then(
      ({ result, arrays }) => {
        if (result.kind === 'image') handle = result.viewer.handle;
        if (abort.signal.aborted) return handle === undefined ? undefined : close(handle);
        const values = arrays?.['values']?.data as Float64Array | undefined;
        setLoaded({ ...result, ...(values ? { values: [...values] } : {}) });
      },
      (thrown: unknown) => !abort.signal.aborted && setError(recordOf(thrown)),
    );
    return () => {
      abort.abort();
      if (handle !== undefined) close(handle);
    };
  }, [model, run, node, port]);
  return (
    <section className="daisy-Canvas-result" aria-label={trans.__('Result')} data-testid="canvas-result">
      <header>
        <strong>{`${node} · ${port}`}</strong>
        <button className="daisy-Button" data-testid="canvas-result-close" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </header>
      {error && <ErrorPanel error={error} />}
      {loaded?.kind === 'image' && <Images model={model} loaded={loaded} label={port} />}
      {loaded?.kind === 'curve' && <Line loaded={loaded} label={port} />}
      {loaded?.kind === 'value' && <pre>{JSON.stringify(loaded.value, null, 2)}</pre>}
    </section>
  );
}

interface PartProps<K> {
  readonly loaded: Extract<Loaded, { kind: K }>;
  readonly label: string;
}

function Images({
  model,
  loaded: { viewer },
  label,
}: PartProps<'image'> & { readonly model: CanvasModel }): JSX.Element {
  const source = useMemo(() => new ViewerSource(model.link, viewer), [model, viewer]);
  const [frame, setFrame] = useState(Math.floor(viewer.frames / 2));
  return (
    <>
      {viewer.frames > 1 && (
        <input
          type="range"
          aria-label={viewer.axes[0] ?? label}
          min={0}
          max={viewer.frames - 1}
          value={frame}
          onChange={event => setFrame(Number(event.target.value))}
        />
      )}
      <ImageView
        source={source}
        frame={frame}
        label={label}
        contrastKey={viewer.handle}
        testId="canvas-result-image"
        onFrame={wanted => setFrame(Math.max(0, Math.min(viewer.frames - 1, wanted)))}
      />
    </>
  );
}

function Line({ loaded, label }: PartProps<'curve'> & { loaded: { values?: readonly number[] } }): JSX.Element {
  const { values = [], axis, unit } = loaded;
  const x = useMemo(() => Array.from(values, (_, at) => at), [values]);
  return <LazyCurve x={x} y={values} xLabel={axis} yLabel={unit ? `${label} (${unit})` : label} height={220} />;
}
