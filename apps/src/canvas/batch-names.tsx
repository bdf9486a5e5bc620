import type { JSX } from 'react';
import type { BatchWrite } from '@daisy-lab/core';
import { Select } from '../kit/form/select-field.js';
import { useTranslate } from '../kit/i18n/translate.js';

interface NamesProps {
  readonly writes: boolean;
  readonly write: BatchWrite;
  onWrites(writes: boolean): void;
  onWrite(write: BatchWrite): void;
}

/** Whether a batch writes files, how they are called, and what becomes of those that are there. */
export function BatchNames({ writes, write, onWrites, onWrite }: NamesProps): JSX.Element {
  const trans = useTranslate();
  return (
    <div className="daisy-Canvas-batchNames">
      <label className="daisy-Check">
        <input
          type="checkbox"
          checked={writes}
          data-testid="canvas-batch-writes"
          onChange={event => onWrites(event.target.checked)}
        />
        {trans.__('Write files')}
      </label>
      {writes && (
        <>
          <input
            className="daisy-Input"
            aria-label={trans.__('Names of the files')}
            title={trans.__(
              'From the folder of the document; {name} of the input file, {index}, {output} of the workflow',
            )}
            data-testid="canvas-batch-pattern"
            value={write.pattern}
            onChange={event => onWrite({ ...write, pattern: event.target.value })}
          />
          <Select<BatchWrite['existing']>
            id="canvas-batch-existing"
            label={trans.__('Files that exist already')}
            value={write.existing}
            options={[
              { value: 'refuse', text: trans.__('replace nothing') },
              { value: 'replace', text: trans.__('replace existing files') },
              { value: 'keep', text: trans.__('keep existing files, do the others') },
            ]}
            onChoose={existing => onWrite({ ...write, existing })}
          />
        </>
      )}
    </div>
  );
}
