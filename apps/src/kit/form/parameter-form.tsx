import { lazy, Suspense, useState, type JSX } from 'react';
import { useTranslate } from '../i18n/translate.js';
import type { ParameterFormProps } from './form-props.js';
import { hasAdvanced, visibleSchema } from './form-schema.js';

// The form and its validator are 220 kB: they load with the first form, not with the page.
const SchemaForm = lazy(() => import('./schema-form.js'));

/** The parameters of an algorithm: one line per field, units shown, advanced ones on request. */
export function ParameterForm(props: ParameterFormProps): JSX.Element {
  const trans = useTranslate();
  const { schema, hidden = [] } = props;
  const [advanced, setAdvanced] = useState(false);
  return (
    <div className="daisy-ParameterForm">
      <Suspense fallback={<div className="daisy-Hint">{trans.__('Loading the form…')}</div>}>
        <SchemaForm {...props} schema={visibleSchema(schema, hidden, advanced)} trans={trans} />
      </Suspense>
      {hasAdvanced(schema, hidden) && (
        <button className="daisy-Link" aria-expanded={advanced} onClick={() => setAdvanced(!advanced)}>
          {advanced ? trans.__('Fewer options') : trans.__('More options')}
        </button>
      )}
    </div>
  );
}
