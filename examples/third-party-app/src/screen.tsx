import { useState, type JSX } from 'react';
import { describe, type KernelLink } from '@daisy-lab/core';
import { LazyCurve, mount, ParameterForm, useStoreArray, useStoreObjects } from '@daisy-lab/apps/kit';
import { movingMean, smoothCurve } from './contract.js';

const schema = describe(smoothCurve).params;

/** Chooses a curve of the kernel's store and shows it beside its smoothed form, live. */
function SmoothCurve({ link }: { readonly link: KernelLink }): JSX.Element {
  const curves = useStoreObjects(link).filter(({ dtype, shape }) => dtype === 'float64' && shape?.length === 1);
  const [chosen, setChosen] = useState<string | null>(null);
  const [params, setParams] = useState<Record<string, unknown>>({});
  const values = useStoreArray(link, chosen) as Float64Array | null;
  const smooth = values && movingMean(values, Number(params['width'] ?? 5));
  return (
    <div className="daisy-App">
      <select aria-label="Curve" value={chosen ?? ''} onChange={event => setChosen(event.target.value || null)}>
        <option value="">{curves.length > 0 ? 'Choose a curve' : 'No curves yet'}</option>
        {curves.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
      </select>
      <ParameterForm schema={schema} values={params} testIdPrefix="smooth" onChange={setParams} />
      {values && smooth && (
        <LazyCurve
          x={Array.from(values, (_, i) => i)}
          series={[
            { label: 'as it is', y: [...values] },
            { label: 'smooth', y: [...smooth] },
          ]}
          xLabel="point"
          yLabel="value"
        />
      )}
    </div>
  );
}

/** Draws the screen into an element of any page that has a link to a kernel. */
export const mountSmoothCurve = (element: HTMLElement, link: KernelLink): { dispose(): void } =>
  mount(element, <SmoothCurve link={link} />);
