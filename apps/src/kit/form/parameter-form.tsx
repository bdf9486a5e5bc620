import { lazy, Suspense, useState, type JSX } from 'react';
import type { JsonSchema } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { hasAdvanced, visibleSchema } from './form-schema.js';

export interface ParameterFormProps {
  /** `params` of a contract. */
  readonly schema: JsonSchema;
  /** What the user changed; the rest shows its default. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters that the screen sets elsewhere. */
  readonly hidden?: readonly string[];
  /** Fields get the test id `<prefix>-<name>`. */
  readonly testIdPrefix: string;
  onChange(values: Record<string, unknown>): void;
}

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
