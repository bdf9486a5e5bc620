import type { JSX } from 'react';
import type { ArrayFieldTemplateProps, FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';

/** Label, control and unit on one line; a violation below. */
function FieldTemplate(props: FieldTemplateProps): JSX.Element {
  const { id, label, schema, children, rawErrors, hidden } = props;
  if (hidden) return <div hidden>{children}</div>;
  if (schema.type === 'object') return <>{children}</>;
  const unit = (schema as { unit?: string }).unit;
  return (
    <div className="daisy-Field" title={schema.description}>
      <label htmlFor={id}>{label}</label>
      <div className="daisy-Field-control">
        {children}
        {unit && <span className="daisy-Field-unit">{unit}</span>}
      </div>
      {rawErrors?.map(error => (
        <div key={error} className="daisy-Field-error" role="alert">
          {error}
        </div>
      ))}
    </div>
  );
}

function ObjectFieldTemplate({ properties, title, idSchema }: ObjectFieldTemplateProps): JSX.Element {
  const root = !idSchema.$id.includes('_');
  return (
    <fieldset className="daisy-FieldGroup">
      {!root && title && <legend>{title}</legend>}
      {properties.map(property => property.content)}
    </fieldset>
  );
}

/** The entries of a list side by side. */
function ArrayFieldTemplate({ items, canAdd, onAddClick }: ArrayFieldTemplateProps): JSX.Element {
  return (
    <div className="daisy-FieldList">
      {items.map(item => (
        <div key={item.key}>{item.children}</div>
      ))}
      {canAdd && (
        <button type="button" className="daisy-Button daisy-mod-icon" onClick={onAddClick}>
          +
        </button>
      )}
    </div>
  );
}

/** All three, because JupyterLab's form loses its own two when it is given one. */
export const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate };
