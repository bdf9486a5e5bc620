import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPartProps } from '../parts.js';

/** Which method makes the slices; the parameters of iterations stand among the operations. */
export function MethodChoice({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { methods, at } = model.iteration;
  if (methods.length === 0) return null;
  return (
    <div className="daisy-Field">
      <label htmlFor="ct-recon-method">{trans.__('Reconstruct by')}</label>
      <select
        id="ct-recon-method"
        className="daisy-Input"
        data-testid="ct-recon-method"
        value={at < 0 ? '' : view.state.operations?.[at].algorithm}
        onChange={event => model.iteration.choose(event.target.value || null)}
      >
        <option value="">{trans.__('Fourier method')}</option>
        {methods.map(({ contract }) => (
          <option key={contract.id} value={contract.id} title={trans.__(contract.help)}>
            {trans.__(contract.title)}
          </option>
        ))}
      </select>
    </div>
  );
}
