import { memo, useEffect, useState, type JSX } from 'react';
import { ParameterForm } from '../kit/form/parameter-form.js';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';

interface ValuesProps extends Pick<CanvasView, 'document' | 'readOnly'> {
  readonly model: CanvasModel;
}

/** Inputs and parameters of the whole workflow. */
export const ValuesPanel = memo(function ValuesPanel({ model, document, readOnly }: ValuesProps): JSX.Element {
  const trans = useTranslate();
  if (!document) return <></>;
  const { workflow, values } = document;
  // A workflow inside a step is given its values by the workflow around it.
  if (model.fullName('') !== '')
    return (
      <>
        <h3>{trans.__(workflow.title)}</h3>
        {workflow.help && <p className="daisy-Hint">{trans.__(workflow.help)}</p>}
        <p className="daisy-Hint">{trans.__('Its inputs come from the workflow around it.')}</p>
      </>
    );
  return (
    <>
      <h3>{trans.__(workflow.title)}</h3>
      {workflow.help && <p className="daisy-Hint">{trans.__(workflow.help)}</p>}
      {Object.keys(workflow.inputs ?? {}).length > 0 && <h4>{trans.__('Inputs')}</h4>}
      {Object.entries(workflow.inputs ?? {}).map(([name, port]) => (
        <TextField
          key={name}
          label={port.title ?? name}
          testId={`canvas-value-${name}`}
          value={textOf(values?.inputs?.[name])}
          disabled={readOnly}
          onChange={text => model.setValue('inputs', name, valueOf(text, port.type.kind))}
        />
      ))}
      {workflow.params && Object.keys(workflow.params).length > 0 && (
        <>
          <h4>{trans.__('Parameters')}</h4>
          <ParameterForm
            schema={{ type: 'object', properties: workflow.params }}
            values={values?.params ?? {}}
            testIdPrefix="canvas-value"
            onChange={changed => {
              for (const name of Object.keys({ ...values?.params, ...changed }))
                if (changed[name] !== values?.params?.[name]) model.setValue('params', name, changed[name]);
            }}
          />
        </>
      )}
    </>
  );
});

function TextField(props: {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly disabled: boolean;
  onChange(text: string): void;
}): JSX.Element {
  const [text, setText] = useState(props.value);
  // What was undone, or written elsewhere, is what the field shows.
  useEffect(() => setText(props.value), [props.value]);
  const commit = (): void => {
    if (text !== props.value) props.onChange(text);
  };
  return (
    <div className="daisy-Field">
      <label htmlFor={props.testId}>{props.label}</label>
      <input
        id={props.testId}
        className="daisy-Input"
        data-testid={props.testId}
        value={text}
        disabled={props.disabled}
        onChange={event => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={event => event.key === 'Enter' && commit()}
      />
    </div>
  );
}

const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Words are words for files and texts; anything else is JSON where it can be. */
function valueOf(text: string, kind: string): unknown {
  if (['file', 'dataset', 'string'].includes(kind)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
