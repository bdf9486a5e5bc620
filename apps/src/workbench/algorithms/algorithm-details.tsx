import type { JSX } from 'react';
import { nameOf, type ContractDescription, type PortDescription } from '@daisy-lab/core';
import { ParameterForm } from '../../kit/form/parameter-form.js';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { WorkbenchHost } from '../host.js';
import { nameOfObject, shapeText } from '../words.js';
import { objectsFor, type AlgorithmsModel, type AlgorithmsView } from './algorithms-model.js';

/** What an algorithm does, what goes in and comes out, its parameters, and where it can be put. */
export function AlgorithmDetails({
  contract,
  model,
  view,
  host,
  addToCanvas,
}: {
  readonly contract: ContractDescription;
  readonly model: AlgorithmsModel;
  readonly view: AlgorithmsView;
  readonly host: WorkbenchHost;
  /** Null when no canvas is in front. */
  readonly addToCanvas: ((algorithm: string) => void) | null;
}): JSX.Element {
  const trans = useTranslate();
  const choice = view.choices[contract.id] ?? { params: {}, objects: {} };
  return (
    <div className="daisy-Algorithm-details" data-testid="algorithm-details">
      <p className="daisy-Algorithm-help">{trans.__(contract.help)}</p>
      <Ports title={trans.__('Inputs')} ports={contract.inputs}>
        {input => {
          const fitting = objectsFor(contract, input, view.objects);
          return (
            fitting.length > 0 && (
              <Select
                id={`algorithm-input-${input}`}
                label={trans.__('Object for %1', input)}
                value={choice.objects[input] ?? ''}
                options={[
                  { value: '', text: trans.__('variable %1', input) },
                  ...fitting.map(object => ({
                    value: object.id,
                    text: `${nameOfObject(object)} (${shapeText(object)})`,
                  })),
                ]}
                onChoose={object => model.setObject(contract.id, input, object || undefined)}
              />
            )
          );
        }}
      </Ports>
      {Object.keys(contract.params.properties ?? {}).length > 0 && (
        <>
          <h4>{trans.__('Parameters')}</h4>
          <ParameterForm
            schema={contract.params}
            values={choice.params}
            testIdPrefix="algorithm"
            onChange={params => model.setParams(contract.id, params)}
          />
        </>
      )}
      <Ports title={trans.__('Outputs')} ports={contract.outputs} />
      <div className="daisy-Panel-buttons">
        <button
          className="daisy-Button daisy-mod-primary"
          data-testid="algorithm-insert"
          onClick={() => host.insertCell(model.cellOf(contract))}
        >
          {trans.__('Insert a cell')}
        </button>
        <button
          className="daisy-Button"
          data-testid="algorithm-run"
          onClick={() => host.insertCell(model.cellOf(contract), true)}
        >
          {trans.__('Insert and run')}
        </button>
        <button
          className="daisy-Button"
          data-testid="algorithm-canvas"
          disabled={!addToCanvas}
          title={addToCanvas ? undefined : trans.__('Bring a workflow canvas to the front first.')}
          onClick={() => addToCanvas?.(contract.id)}
        >
          {trans.__('Add to canvas')}
        </button>
      </div>
    </div>
  );
}

function Ports({
  title,
  ports,
  children,
}: {
  readonly title: string;
  readonly ports: Readonly<Record<string, PortDescription>>;
  children?(name: string): JSX.Element | false;
}): JSX.Element {
  const trans = useTranslate();
  const choice = (name: string): JSX.Element | false => children?.(name) ?? false;
  return (
    <>
      <h4>{title}</h4>
      <dl className="daisy-Algorithm-ports">
        {Object.entries(ports).map(([name, { type, title: portTitle }]) => (
          <div key={name}>
            <dt>
              {name}
              {portTitle !== name && <span className="daisy-Hint"> {trans.__(portTitle)}</span>}
            </dt>
            <dd className="daisy-Hint">
              {nameOf(type)}
              {type.kind === 'optional' && ` · ${trans.__('may be left out')}`}
            </dd>
            {choice(name) && <dd>{choice(name)}</dd>}
          </div>
        ))}
      </dl>
    </>
  );
}
