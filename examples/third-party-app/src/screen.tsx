import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, type KernelLink, type ObjectDescription } from '@daisy-lab/core';
import { ParameterForm } from '@daisy-lab/apps/kit';
import { movingMean, smoothCurve } from './contract.js';

const CurveView = lazy(() => import('@daisy-lab/apps/kit/curves').then(({ CurveView }) => ({ default: CurveView })));
const schema = describe(smoothCurve).params;

/** Chooses a curve of the kernel's store and shows it beside its smoothed form, live. */
function SmoothCurve({ link }: { readonly link: KernelLink }): JSX.Element {
  const [curves, setCurves] = useState<readonly ObjectDescription[]>([]);
  const [chosen, setChosen] = useState('');
  const [values, setValues] = useState<Float64Array | null>(null);
  const [params, setParams] = useState<Record<string, unknown>>({});

  useEffect(() => {
    const list = async (): Promise<void> => {
      const { result } = await link.request('store.list', {});
      setCurves(result.objects.filter(({ dtype, shape }) => dtype === 'float64' && shape?.length === 1));
    };
    void list();
    return link.onEvent(({ topic }) => topic === 'store' && void list());
  }, [link]);

  const choose = async (object: string): Promise<void> => {
    setChosen(object);
    const { arrays } = await link.request('store.read', { object });
    setValues((arrays?.['data']?.data as Float64Array | undefined) ?? null);
  };
  return (
    <div className="daisy-App">
      <select aria-label="Curve" value={chosen} onChange={event => void choose(event.target.value)}>
        <option value="">{curves.length > 0 ? 'Choose a curve' : 'No curves yet'}</option>
        {curves.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
      </select>
      <ParameterForm schema={schema} values={params} testIdPrefix="smooth" onChange={setParams} />
      {values && (
        <Suspense fallback={null}>
          <CurveView
            x={Array.from(values, (_, i) => i)}
            series={[
              { label: 'as it is', y: [...values] },
              { label: 'smooth', y: [...movingMean(values, Number(params['width'] ?? 5))] },
            ]}
            xLabel="point"
            yLabel="value"
          />
        </Suspense>
      )}
    </div>
  );
}

/** Draws the screen into an element of any page that has a link to a kernel. */
export function mountSmoothCurve(element: HTMLElement, link: KernelLink): { dispose(): void } {
  const root = createRoot(element);
  root.render(<SmoothCurve link={link} />);
  return { dispose: () => root.unmount() };
}
