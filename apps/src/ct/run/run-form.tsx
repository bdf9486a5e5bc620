import { useState, type JSX } from 'react';
import { ParameterForm } from '../../kit/form/parameter-form.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { FileChooser } from '../../kit/run/file-chooser.js';
import { scanExtensions, volumePath } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';
import { FindingList } from '../shared/finding-list.js';

const region = ['firstRow', 'endRow'];

/** Where the volume goes, what the run needs, and other scans for the queue. */
export function RunForm({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const [choosing, setChoosing] = useState(false);
  const { state, contract, preflight, errors, busy } = view;
  const others = Object.keys(contract?.params.properties ?? {}).filter(name => !region.includes(name));
  const enqueueHere = () =>
    void model.runs.enqueue([{ path: state.scan ?? '', axisPx: state.axisPx, out: state.out ?? '' }]);
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Run')}</h3>
      <div className="daisy-Field daisy-mod-stacked">
        <label htmlFor="ct-out">{trans.__('Write the volume to')}</label>
        <input
          id="ct-out"
          className="daisy-Input"
          value={state.out ?? ''}
          data-testid="ct-out"
          onChange={event => model.runs.setOut(event.target.value)}
          onBlur={() => void model.runs.check()}
        />
      </div>
      <label className="daisy-Check">
        <input
          type="checkbox"
          checked={view.overwrite}
          data-testid="ct-overwrite"
          onChange={event => model.runs.setOverwrite(event.target.checked)}
        />
        {trans.__('Replace the file when it exists')}
      </label>
      {contract && (
        <ParameterForm
          schema={contract.params}
          values={state.params}
          hidden={others}
          testIdPrefix="ct"
          onChange={params => model.slice.setParams(params)}
        />
      )}
      <p className="daisy-Hint">{trans.__('Without row numbers, all rows; the end row itself is left out.')}</p>
      {(preflight || busy.preflight || errors.preflight) && <h4>{trans.__('Before the run')}</h4>}
      {busy.preflight && !preflight && <p className="daisy-Hint">{trans.__('Looking at disk, memory and time…')}</p>}
      {preflight && <FindingList findings={preflight.checks} testId="ct-preflight" />}
      {errors.preflight && <ErrorPanel error={errors.preflight} onDismiss={() => model.store.dismiss('preflight')} />}
      <h4>{trans.__('Several scans')}</h4>
      <div className="daisy-Buttons">
        <button
          className="daisy-Button"
          data-testid="ct-enqueue"
          disabled={!state.out || busy.queue}
          onClick={enqueueHere}
        >
          {trans.__('Queue this scan')}
        </button>
        <button
          className="daisy-Button"
          aria-expanded={choosing}
          data-testid="ct-enqueue-other"
          onClick={() => setChoosing(!choosing)}
        >
          {trans.__('Queue another…')}
        </button>
      </div>
      {choosing && (
        <>
          <p className="daisy-Hint">{trans.__('It gets the parameters of this one; its own axis is found.')}</p>
          <FileChooser
            link={options.link}
            linkState={view.link}
            extensions={scanExtensions}
            onChoose={path => void model.runs.enqueue([{ path, axisPx: null, out: volumePath(path) }])}
          />
        </>
      )}
      {errors.queue && <ErrorPanel error={errors.queue} onDismiss={() => model.store.dismiss('queue')} />}
    </aside>
  );
}
