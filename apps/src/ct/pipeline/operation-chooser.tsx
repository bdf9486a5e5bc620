import type { JSX } from 'react';
import type { CtOperationKind } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';

export interface OperationChooserProps {
  readonly kinds: readonly CtOperationKind[];
  onChoose(algorithm: string): void;
}

/** Everything that can be put into the pipeline, by what it works on. */
export function OperationChooser({ kinds, onChoose }: OperationChooserProps): JSX.Element {
  const trans = useTranslate();
  const groups = [
    [
      trans.__('Projections'),
      kinds.filter(({ stage, replaces }) => stage !== 'slices' && !replaces && stage !== 'lineIntegrals'),
    ],
    [trans.__('Sinograms'), kinds.filter(({ stage, replaces }) => stage === 'lineIntegrals' && !replaces)],
    [trans.__('Slices'), kinds.filter(({ stage, replaces }) => stage === 'slices' && !replaces)],
    [trans.__('In place of a step'), kinds.filter(({ replaces }) => replaces)],
  ] as const;
  return (
    <select
      className="daisy-Input"
      value=""
      aria-label={trans.__('Add an operation')}
      data-testid="ct-add-operation"
      disabled={kinds.length === 0}
      onChange={event => event.target.value && onChoose(event.target.value)}
    >
      <option value="">
        {kinds.length === 0 ? trans.__('No operations are installed') : trans.__('Add an operation…')}
      </option>
      {groups
        .filter(([, members]) => members.length > 0)
        .map(([title, members]) => (
          <optgroup key={title} label={title}>
            {members.map(({ contract }) => (
              <option key={contract.id} value={contract.id} title={trans.__(contract.help)}>
                {trans.__(contract.title)}
              </option>
            ))}
          </optgroup>
        ))}
    </select>
  );
}
