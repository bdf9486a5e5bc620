import type { JSX } from 'react';
import { ParameterForm } from '../../kit/form/parameter-form.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtFormProps } from '../parts.js';
import { OperationItem } from '../pipeline/operation-item.js';
import { CompareButtons } from '../shared/compare-buttons.js';
import { Convergence } from './convergence.js';
import { GridForm } from './grid-form.js';
import { MeasureForm } from './measure-form.js';
import { MethodChoice } from './method-choice.js';

const setElsewhere = ['axisPx', 'method', 'firstRow', 'endRow'];

/** All parameters of the pipeline; the slice follows each. */
export function TuneForm(props: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const { model, view } = props;
  const { state, contract, operationKinds, errors } = view;
  const operations = state.operations ?? [];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Tune')}</h3>
      <MethodChoice model={model} view={view} />
      {contract && (
        <ParameterForm
          schema={contract.params}
          values={state.params}
          hidden={setElsewhere}
          testIdPrefix="ct"
          onChange={params => model.slice.setParams(params)}
        />
      )}
      {operations.length > 0 && (
        <ol className="daisy-Operations">
          {operations.map((operation, at) => (
            <OperationItem
              key={`${at} ${operation.algorithm}`}
              model={model}
              operation={operation}
              kind={operationKinds.find(({ contract }) => contract.id === operation.algorithm)}
              at={at}
              count={operations.length}
            />
          ))}
        </ol>
      )}
      <Convergence model={model} view={view} />
      <CompareButtons model={model} view={view} />
      <MeasureForm {...props} />
      <GridForm {...props} />
      {errors.grid && <ErrorPanel error={errors.grid} onDismiss={() => model.store.dismiss('grid')} />}
    </aside>
  );
}
