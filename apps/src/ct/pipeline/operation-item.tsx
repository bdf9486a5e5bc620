import type { JSX } from 'react';
import type { CtOperation, CtOperationKind } from '@daisy-lab/core';
import { ParameterForm } from '../../kit/form/parameter-form.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtModel } from '../model/ct-model.js';

export interface OperationItemProps {
  readonly model: CtModel;
  readonly operation: CtOperation;
  readonly kind: CtOperationKind | undefined;
  readonly at: number;
  readonly count: number;
}

/** An operation of the pipeline: its parameters, bypass, order. */
export function OperationItem({ model, operation, kind, at, count }: OperationItemProps): JSX.Element {
  const trans = useTranslate();
  const title = kind ? trans.__(kind.contract.title) : operation.algorithm;
  const button = (sign: string, name: string, off: boolean, act: () => void) => (
    <button
      className="daisy-Button daisy-mod-icon"
      aria-label={`${name}: ${title}`}
      title={name}
      disabled={off}
      onClick={act}
    >
      {sign}
    </button>
  );
  return (
    <li className="daisy-Operation" data-off={operation.off || undefined} data-testid={`ct-operation-${at}`}>
      <div className="daisy-Operation-title">
        <label className="daisy-Check">
          <input
            type="checkbox"
            checked={!operation.off}
            data-testid={`ct-operation-${at}-on`}
            onChange={event => model.tune.change(at, { off: !event.target.checked })}
          />
          <span title={kind ? trans.__(kind.contract.help) : undefined}>{title}</span>
        </label>
        {button('↑', trans.__('Earlier'), at === 0, () => model.tune.move(at, -1))}
        {button('↓', trans.__('Later'), at === count - 1, () => model.tune.move(at, 1))}
        {button('×', trans.__('Take out'), false, () => model.tune.remove(at))}
      </div>
      {!kind && <p className="daisy-Warning">{trans.__('This kernel does not know the operation.')}</p>}
      {kind && !operation.off && (
        <ParameterForm
          schema={kind.contract.params}
          values={operation.params}
          testIdPrefix={`ct-operation-${at}`}
          onChange={params => model.tune.change(at, { params })}
        />
      )}
    </li>
  );
}
