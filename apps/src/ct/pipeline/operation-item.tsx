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
  /** The pictures show what this operation alone changes. */
  readonly shown?: boolean;
  /** Shows that, or what all change. */
  onShow?(shown: boolean): void;
}

const dragType = 'application/x-daisy-operation';

/** An operation of the pipeline: its parameters, bypass, order. */
export function OperationItem(props: OperationItemProps): JSX.Element {
  const trans = useTranslate();
  const { model, operation, kind, at, count, shown = false, onShow } = props;
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
    <li
      className="daisy-Operation"
      data-off={operation.off || undefined}
      data-testid={`ct-operation-${at}`}
      onDragOver={event => event.dataTransfer.types.includes(dragType) && event.preventDefault()}
      onDrop={event => {
        const from = event.dataTransfer.getData(dragType);
        if (from !== '') model.tune.moveTo(Number(from), at);
      }}
    >
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
        <span
          className="daisy-Operation-grip"
          draggable={count > 1}
          title={trans.__('Drag to another place')}
          onDragStart={event => event.dataTransfer.setData(dragType, String(at))}
        >
          ⠿
        </span>
        {button('↑', trans.__('Earlier'), at === 0, () => model.tune.move(at, -1))}
        {button('↓', trans.__('Later'), at === count - 1, () => model.tune.move(at, 1))}
        {button('×', trans.__('Take out'), false, () => model.tune.remove(at))}
      </div>
      {!kind && <p className="daisy-Warning">{trans.__('This kernel does not know the operation.')}</p>}
      {kind && !operation.off && onShow && (
        <div className="daisy-Buttons">
          <button
            className="daisy-Button"
            aria-pressed={shown}
            title={trans.__('Before, after and difference of this step alone')}
            data-testid={`ct-operation-${at}-show`}
            onClick={() => onShow(!shown)}
          >
            {trans.__('Only its effect')}
          </button>
          <button
            className="daisy-Button"
            title={trans.__('The slice without this step as A, with it as B')}
            data-testid={`ct-operation-${at}-compare`}
            onClick={() => void model.compare.pinWithout(at, trans.__('without %1', title))}
          >
            {trans.__('Slice without | with')}
          </button>
        </div>
      )}
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
