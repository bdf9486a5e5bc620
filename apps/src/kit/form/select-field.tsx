import type { JSX, ReactNode } from 'react';

export interface Option<T extends string | number> {
  readonly value: T;
  readonly text: string;
  /** What it means, for the pointer that rests on it. */
  readonly title?: string | undefined;
}

export interface SelectProps<T extends string | number> {
  /** Also the id for tests. */
  readonly id: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
  onChoose(value: T): void;
}

/** One of several values. @param props `label` names it for screen readers where no text beside it does */
export function Select<T extends string | number>(props: SelectProps<T> & { readonly label?: string }): JSX.Element {
  const { id, options, value, disabled, title, label } = props;
  return (
    <select
      id={id}
      className="daisy-Input"
      data-testid={id}
      aria-label={label}
      value={value}
      disabled={disabled}
      title={title}
      onChange={event => {
        const chosen = options.find(option => String(option.value) === event.target.value);
        if (chosen) props.onChoose(chosen.value);
      }}
    >
      {options.map(option => (
        <option key={option.value} value={option.value} title={option.title}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

export interface SelectFieldProps<T extends string | number> extends SelectProps<T> {
  readonly label: string;
  /** The label above instead of beside it: for long texts. */
  readonly stacked?: boolean;
  /** Stands beside the list. */
  readonly children?: ReactNode;
}

/** A list to choose from, with its label. */
export function SelectField<T extends string | number>({
  label,
  stacked = false,
  children,
  ...select
}: SelectFieldProps<T>): JSX.Element {
  return (
    <div className={stacked ? 'daisy-Field daisy-mod-stacked' : 'daisy-Field'}>
      <label htmlFor={select.id}>{label}</label>
      {children === undefined ? (
        <Select {...select} />
      ) : (
        <div className="daisy-Field-control">
          <Select {...select} />
          {children}
        </div>
      )}
    </div>
  );
}
