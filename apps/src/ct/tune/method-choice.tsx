import type { JSX } from 'react';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPartProps } from '../parts.js';

/** Which method makes the slices; the parameters of iterations stand among the operations. */
export function MethodChoice({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { methods, at } = model.iteration;
  if (methods.length === 0) return null;
  return (
    <SelectField
      id="ct-recon-method"
      label={trans.__('Reconstruct by')}
      value={view.state.operations?.[at]?.algorithm ?? ''}
      options={[
        { value: '', text: trans.__('Fourier method') },
        ...methods.map(({ contract: { id, title, help } }) => ({
          ...{ value: id, text: trans.__(title), title: trans.__(help) },
        })),
      ]}
      onChoose={id => model.iteration.choose(id || null)}
    />
  );
}
