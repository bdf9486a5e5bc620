import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtFormProps } from '../parts.js';
import { OperationChooser } from './operation-chooser.js';
import { OperationItem } from './operation-item.js';
import { Proposal } from './proposal.js';

/** The steps of the reconstruction, and the operations that the user puts between them. */
export function PipelineForm({ model, view }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const { contract, operationKinds, errors, sinogram } = view;
  const operations = view.state.operations ?? [];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Pipeline')}</h3>
      <Proposal model={model} view={view} />
      <h4>{trans.__('Steps of every reconstruction')}</h4>
      <ol className="daisy-Steps">
        {contract?.steps.map(({ node, title }) => (
          <li key={node}>{trans.__(title)}</li>
        ))}
      </ol>
      <h4>{trans.__('Your operations, in this order')}</h4>
      {operations.length === 0 && (
        <p className="daisy-Hint">
          {trans.__('None yet. Nothing is changed in your data: an operation is a line in the document.')}
        </p>
      )}
      <ol className="daisy-Operations">
        {operations.map((operation, at) => (
          <OperationItem
            key={`${at} ${operation.algorithm}`}
            model={model}
            operation={operation}
            kind={operationKinds.find(({ contract }) => contract.id === operation.algorithm)}
            at={at}
            count={operations.length}
            shown={view.step === at}
            onShow={shown => model.slice.showStep(shown ? at : null)}
          />
        ))}
      </ol>
      <OperationChooser kinds={operationKinds} onChoose={id => model.tune.add(id)} />
      {sinogram && (
        <p data-testid="ct-changed">
          {trans.__('%1 % of the sinogram changes by more than 1 %.', (100 * sinogram.changedShare).toFixed(1))}
        </p>
      )}
      {errors.sinogram && <ErrorPanel error={errors.sinogram} onDismiss={() => model.store.dismiss('sinogram')} />}
    </aside>
  );
}
