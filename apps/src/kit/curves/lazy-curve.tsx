import { lazy, Suspense, type JSX } from 'react';
import type { CurveViewProps } from './curve-view.js';

const CurveView = lazy(async () => ({ default: (await import('./curve-view.js')).CurveView }));

/** Curves whose plotting library comes with the first of them, not with the page; until then their place is kept. */
export function LazyCurve(props: CurveViewProps): JSX.Element {
  return (
    <Suspense fallback={<div className="daisy-CurveView" style={{ height: props.height }} />}>
      <CurveView {...props} />
    </Suspense>
  );
}
