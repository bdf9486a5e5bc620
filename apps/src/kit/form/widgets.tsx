import { useState, type JSX } from 'react';
import type { WidgetProps } from '@rjsf/utils';
import { useTranslate } from '../i18n/translate.js';

/** Test id from the field's id `<prefix>_<name>`. */
function testIdOf({ id }: WidgetProps): string {
  return id.replace('_', '-');
}

/** A number typed or stepped; bounded numbers get a slider beside the field. */
function NumberWidget(props: WidgetProps): JSX.Element {
  const { id, schema, value, onChange, disabled } = props;
  const [text, setText] = useState<string | null>(null);
  const { minimum, maximum } = schema;
  const step = schema.type === 'integer' ? 1 : 'any';
  const bounded = minimum !== undefined && maximum !== undefined;
  const take = (typed: string) => {
    setText(typed);
    if (typed.trim() === '') onChange(undefined);
    else if (Number.isFinite(Number(typed))) onChange(Number(typed));
  };
  return (
    <>
      {bounded && (
        <input
          type="range"
          tabIndex={-1}
          aria-hidden="true"
          min={minimum}
          max={maximum}
          step={schema.type === 'integer' ? 1 : (maximum - minimum) / 200}
          value={value ?? minimum}
          disabled={disabled}
          onChange={event => take(event.target.value)}
        />
      )}
      <input
        id={id}
        className="daisy-Input"
        type="number"
        min={minimum}
        max={maximum}
        step={step}
        value={text ?? value ?? ''}
        disabled={disabled}
        data-testid={testIdOf(props)}
        onChange={event => take(event.target.value)}
        onBlur={() => setText(null)}
      />
    </>
  );
}

function TextWidget(props: WidgetProps): JSX.Element {
  const { id, schema, value, onChange, disabled } = props;
  if (schema.type === 'number' || schema.type === 'integer') return <NumberWidget {...props} />;
  return (
    <input
      id={id}
      className="daisy-Input"
      value={value ?? ''}
      disabled={disabled}
      data-testid={testIdOf(props)}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** Choices in the language of the screen, where they are words of it; documents and code have them as they are. */
function SelectWidget(props: WidgetProps): JSX.Element {
  const trans = useTranslate();
  const { id, options, value, onChange, disabled } = props;
  return (
    <select
      id={id}
      className="daisy-Input"
      value={String(value)}
      disabled={disabled}
      data-testid={testIdOf(props)}
      onChange={event =>
        onChange(options.enumOptions?.find(({ value: one }) => String(one) === event.target.value)?.value)
      }
    >
      {options.enumOptions?.map(option => (
        <option key={String(option.value)} value={String(option.value)}>
          {trans.__(option.label)}
        </option>
      ))}
    </select>
  );
}

function CheckboxWidget(props: WidgetProps): JSX.Element {
  const { id, value, onChange, disabled } = props;
  return (
    <input
      id={id}
      type="checkbox"
      checked={Boolean(value)}
      disabled={disabled}
      data-testid={testIdOf(props)}
      onChange={event => onChange(event.target.checked)}
    />
  );
}

export const widgets = { TextWidget, UpDownWidget: NumberWidget, SelectWidget, CheckboxWidget };
