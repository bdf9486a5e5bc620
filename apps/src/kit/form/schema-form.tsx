import type { JSX } from 'react';
import { FormComponent } from '@jupyterlab/ui-components';
import validator from '@rjsf/validator-ajv8';
import type { Translate } from '../i18n/translate.js';
import { changedValues, translatedSchema } from './form-schema.js';
import type { ParameterFormProps } from './form-props.js';
import { templates } from './templates.js';
import { widgets } from './widgets.js';

/** JupyterLab's form with the fields in the way of Daisy's panels. */
export default function SchemaForm(props: ParameterFormProps & { readonly trans: Translate }): JSX.Element {
  const { schema, values, testIdPrefix, trans, onChange } = props;
  const form = {
    schema: JSON.parse(JSON.stringify(translatedSchema(schema, trans))),
    uiSchema: { 'ui:submitButtonOptions': { norender: true } },
    formData: JSON.parse(JSON.stringify(values)),
    formContext: { testIdPrefix, trans },
    validator,
    templates,
    widgets,
    idPrefix: testIdPrefix,
    liveValidate: true,
    showErrorList: false as const,
    tagName: 'div',
    onChange: (event: { formData?: object; errors?: readonly unknown[] }) => {
      if (!event.errors?.length) {
        onChange(changedValues(schema, values, (event.formData ?? {}) as Record<string, unknown>));
      }
    },
  };
  return <FormComponent {...(form as unknown as Parameters<typeof FormComponent>[0])} />;
}
